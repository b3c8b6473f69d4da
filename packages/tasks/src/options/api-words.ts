import { DatasetError } from '@seqloom/datasets';

/** Words of a command, and what a function has in their place: `['--delay', 'horizon']`. */
export type ApiWords = readonly (readonly [command: string, api: string])[];

/**
 * Runs work that a function and a command share, whose errors name the options of the command, and throws them in the words of the
 * function, which they begin with.
 *
 * @param words the longer before the shorter
 */
export async function inApiWords<T>(owner: string, words: ApiWords, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw reworded(owner, words, error);
  }
}

function reworded(owner: string, words: ApiWords, error: unknown): unknown {
  const inOwn = (text: string) => words.reduce((said, [command, api]) => said.replaceAll(command, api), text);
  const led = (text: string) => (text.startsWith(`${owner}: `) ? text : `${owner}: ${text}`);
  if (error instanceof DatasetError) {
    const { file, problem, wayOut, cause } = error;
    const advice = wayOut && { wayOut: { ...wayOut, advice: inOwn(wayOut.advice) } };
    return new DatasetError(led(file), inOwn(problem), { cause: cause ?? error, ...advice });
  }
  // Not those of its subclasses, which callers may want to tell apart.
  if (!(error instanceof RangeError) || error.constructor !== RangeError) return error;
  const message = led(inOwn(error.message));
  return message === error.message ? error : new RangeError(message, { cause: error });
}
