/** A whole number with a comma between thousands: `25,000`. */
export function formatCount(value: number): string {
  return Math.round(value).toLocaleString('en');
}

/** A share as a percentage with one digit: 0.9134 is `91.3 %`. */
export function formatShare(share: number): string {
  return Number.isFinite(share) ? `${(100 * share).toFixed(1)} %` : '–';
}

/**
 * A number with as many digits as its size needs: `0.0123`, `1.23`, `12.3`, `12,345`.
 *
 * @param digits that count, default 3
 */
export function formatNumber(value: number, digits = 3): string {
  if (!Number.isFinite(value)) return '–';
  if (value === 0) return '0';
  const size = Math.abs(value);
  if (size < 1e-4 || size >= 1e9) return value.toExponential(digits - 1);
  if (Number.isInteger(value)) return formatCount(value);
  const text = value.toPrecision(digits);
  // 9.7 with one digit is 1e+1
  return text.includes('e') ? formatCount(value) : text;
}

/** A moment in ms since 1970, in the time zone of the machine: `Nov 26, 2026, 11:42 PM`. */
export function formatTime(ms: number): string {
  return new Date(ms).toLocaleString('en', { dateStyle: 'medium', timeStyle: 'short' });
}

/** A time in seconds as people say it: `0.4 s`, `12 s`, `3 min 5 s`, `2 h 10 min`. */
export function formatDuration(seconds: number): string {
  if (!Number.isFinite(seconds) || seconds < 0) return '–';
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  const minutes = Math.round(whole / 60);
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
