/** The user has asked to stop. */
export class InterruptedError extends Error {
  override readonly name: string = 'InterruptedError';

  constructor() {
    super('Stopped by Ctrl-C after the step it was in; no output file was written.');
  }
}

/**
 * Runs a task that Ctrl-C ends in an orderly way: its signal fires at the first one; a second one ends the process as
 * ever.
 *
 * @throws InterruptedError when it was stopped
 */
export async function interruptible<T>(task: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const interrupt = () => controller.abort(new InterruptedError());
  process.once('SIGINT', interrupt);
  try {
    return await task(controller.signal);
  } catch (error) {
    // what was under way may say it in its own words
    throw controller.signal.aborted ? controller.signal.reason : error;
  } finally {
    process.off('SIGINT', interrupt);
  }
}
