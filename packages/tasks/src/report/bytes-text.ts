const UNITS = ['bytes', 'kB', 'MB', 'GB'] as const;

/** Bytes with three digits in units of 1,000: `999 bytes`, `435 kB`, `4.20 MB`. */
export function bytesText(bytes: number): string {
  let [size, unit] = [bytes, 0];
  while (size >= 999.5 && unit < UNITS.length - 1) {
    size /= 1000;
    unit++;
  }
  const amount =
    unit === 0 || Number.isInteger(size) || size >= 999.5 ? Math.round(size) : size.toPrecision(3);
  return `${amount} ${UNITS[unit]}`;
}
