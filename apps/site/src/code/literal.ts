/** A text, a number or a truth value as TypeScript; a text can end neither the literal nor the line. */
export function literal(value: string | number | boolean): string {
  if (typeof value !== 'string') return String(value);
  const escaped = JSON.stringify(value).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'");
  return `'${escaped.replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029')}'`;
}

/** An object as TypeScript on one line; entries without a value are left out. Names and values are code already. */
export function objectLiteral(entries: readonly (readonly [string, string | undefined])[]): string {
  const given = entries.flatMap(([name, value]) => (value === undefined ? [] : [`${name}: ${value}`]));
  return given.length === 0 ? '{}' : `{ ${given.join(', ')} }`;
}
