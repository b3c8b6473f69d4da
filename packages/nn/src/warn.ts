/** Takes a warning of a layer or model: something it was given has no effect. */
export type WarningHandler = (message: string) => void;

const toConsole: WarningHandler = (message) => console.warn(message);

let handler: WarningHandler = toConsole;

/**
 * Says where the warnings of layers and models go.
 *
 * @param next default: to `console.warn`
 * @returns the handler until now
 *
 * @example
 * ```ts
 * setWarningHandler(() => {}); // silence
 * setWarningHandler((message) => logger.warn(message));
 * setWarningHandler(); // console.warn again
 * ```
 */
export function setWarningHandler(next: WarningHandler = toConsole): WarningHandler {
  const previous = handler;
  handler = next;
  return previous;
}

/**
 * Warns that something given has no effect. The caller does so once, not at every step.
 *
 * @param message `Flatten "flatten": what has no effect, and the way out.`
 */
export function warn(message: string): void {
  handler(message);
}
