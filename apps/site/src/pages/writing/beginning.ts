/** Characters that a beginning has at most. */
const MOST = 32;

/** The first words of a paragraph in the middle of a text: what a sample goes on from when nothing else is said. */
export function beginningOf(text: string): string {
  const middle = text.indexOf('\n', Math.floor(text.length / 2));
  const from = text.slice(middle < 0 ? 0 : middle + 1, (middle < 0 ? 0 : middle + 1) + 400).trimStart();
  const line = (from === '' ? text.trimStart() : from).split(/[\r\n]/, 1)[0]!;
  if (line.length <= MOST) return line;
  const space = line.lastIndexOf(' ', MOST);
  return line.slice(0, space > 0 ? space : MOST);
}
