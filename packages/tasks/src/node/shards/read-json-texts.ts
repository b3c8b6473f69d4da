import { readLines } from '../terminal/read-lines.ts';
import { NOT_UTF_8, ShardError, type ShardForm } from './shard-error.ts';

/** Texts of JSON lines: each is a text, or an object with one under the key. Empty lines are passed over. */
export async function* readJsonTexts(
  path: string,
  chunks: AsyncIterable<Uint8Array>,
  { column = 'text', signal }: ShardForm,
): AsyncGenerator<readonly string[]> {
  let number = 0;
  const tooLong = (problem: string) => new ShardError(path, problem);
  for await (const lines of readLines(decoded(path, chunks), signal, tooLong)) {
    const texts: string[] = [];
    for (const line of lines) {
      number++;
      if (line.trim() !== '') texts.push(textOf(path, line, number, column));
    }
    yield texts;
  }
}

/** @throws ShardError for bytes that are no UTF-8, or end within a character */
async function* decoded(path: string, chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const decode = (chunk?: Uint8Array) => {
    try {
      return chunk ? decoder.decode(chunk, { stream: true }) : decoder.decode();
    } catch (cause) {
      throw new ShardError(path, NOT_UTF_8, { cause });
    }
  };
  for await (const chunk of chunks) yield decode(chunk);
  yield decode();
}

function textOf(path: string, line: string, number: number, column: string): string {
  let value: unknown;
  try {
    value = JSON.parse(number === 1 ? line.replace(/^\uFEFF/, '') : line);
  } catch (cause) {
    throw new ShardError(path, `is half-written or damaged: line ${number} is not JSON.`, { cause });
  }
  const text =
    typeof value === 'string' ? value : (value as Readonly<Record<string, unknown>> | null)?.[column];
  if (typeof text === 'string') return text;
  throw new ShardError(
    path,
    `has no text in line ${number}: expected a JSON text, or an object with a text under ${JSON.stringify(column)}. --text KEY names another one.`,
  );
}
