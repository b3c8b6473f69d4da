/** The file of the bundled text, as `apps/writing` has it. */
export const MOBY_DICK = {
  name: 'moby-dick.txt',
  url: new URL('../../../../writing/data/moby-dick.txt', import.meta.url),
  bytes: 472_283,
  about: 'The first 48 chapters of Moby Dick by Herman Melville (1851), in the public domain.',
} as const;

/** The longest text that the page takes, in characters. */
const MOST_CHARACTERS = 8_000_000;

/** The characters of the parts of a text that are not trained on: a twentieth each. */
const HELD_OUT = 20;

/** Why a text cannot be learned, and what to do; undefined for one that can. */
export function textProblem(text: string, context: number): string | undefined {
  if (text.trim() === '') return 'There is no text. Paste one, or drop a text file.';
  if (!/\p{L}/u.test(text)) return 'The text has no letter. Paste one with words.';
  if (text.includes('\0')) return 'The text has characters of a binary file. Drop a text file.';
  const least = HELD_OUT * (context + 20);
  if (text.length < least) {
    return `The text has ${text.length} characters, ${context} of context take ${least} or more. Paste a longer text, or take less context.`;
  }
  if (text.length > MOST_CHARACTERS) {
    return `The text has ${text.length} characters, the page takes at most ${MOST_CHARACTERS}. Cut it, or train it in Node with the code below.`;
  }
  return undefined;
}

/**
 * Reads a text file.
 *
 * @throws Error that says what is wrong and what to do
 */
export async function readTextFile(file: File): Promise<string> {
  if (file.size === 0) throw new Error(`${file.name} is empty. Drop a file with text.`);
  // UTF-8 has at most four bytes a character
  if (file.size > 4 * MOST_CHARACTERS) {
    throw new Error(
      `${file.name} has ${Math.round(file.size / 2 ** 20)} MB, the page takes ${((4 * MOST_CHARACTERS) / 2 ** 20) | 0} at most. Cut it.`,
    );
  }
  const bytes = new Uint8Array(await file.arrayBuffer());
  if (bytes.subarray(0, 4096).includes(0))
    throw new Error(`${file.name} is not a text file. Drop one, such as .txt or .md.`);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}
