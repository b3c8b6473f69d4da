/** The key of an object that stands for a number that JSON lacks. */
const NUMBER = '$number';

/** JSON that keeps NaN, the infinities and −0. */
export function exactJSON(value: unknown): string {
  return JSON.stringify(value, (_, each: unknown) =>
    typeof each === 'number' && (!Number.isFinite(each) || Object.is(each, -0))
      ? { [NUMBER]: Object.is(each, -0) ? '-0' : String(each) }
      : each,
  );
}

/** @throws SyntaxError for text that is not JSON */
export function parseExactJSON(text: string): unknown {
  return JSON.parse(text, (_, each: unknown) => {
    const number = (each as Readonly<Record<string, unknown>> | null)?.[NUMBER];
    return typeof number === 'string' ? Number(number) : each;
  });
}
