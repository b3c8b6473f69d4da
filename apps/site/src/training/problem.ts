/** Where on a page something went wrong: a message is shown there. */
export type Place = 'data' | 'settings' | 'backend' | 'storage' | 'file' | 'training' | 'question';

/** An error as data, which a worker can send. Plain text. */
export interface Problem {
  readonly place: Place;
  /** What is wrong, and why. */
  readonly message: string;
  /** What to do; empty where the message says it. */
  readonly advice: string;
}

/** A problem that is thrown. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  readonly problem: Problem;

  constructor(problem: Problem, options?: ErrorOptions) {
    super([problem.message, problem.advice].filter((text) => text !== '').join(' '), options);
    this.problem = problem;
  }
}

/** A message of a page holds no more; a hostile file may name anything. */
const MOST_CHARACTERS = 600;

/**
 * The problem of an error.
 *
 * @param place where it shows, unless the error says it itself
 * @param advice what to do, where the message of the error does not say it
 */
export function problemOf(error: unknown, place: Place, advice = ''): Problem {
  if (error instanceof ProblemError) return error.problem;
  return { place, message: shortened(messageOf(error)), advice };
}

/** What an error says. Messages about options begin with the flag of a command line, which a page does not have. */
export function messageOf(error: unknown): string {
  const message = error instanceof Error ? error.message || error.name : String(error);
  return message.replace(/^--/, '');
}

function shortened(message: string): string {
  return message.length <= MOST_CHARACTERS ? message : `${message.slice(0, MOST_CHARACTERS)} …`;
}
