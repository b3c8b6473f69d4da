/** The signals that ask a process to end, with what users call them and the exit codes that shells give them. */
const SIGNALS = {
  SIGINT: { name: 'Ctrl-C', exitCode: 130 },
  SIGTERM: { name: 'SIGTERM', exitCode: 143 },
} as const;

type StopSignal = keyof typeof SIGNALS;

/** How long a task may take to end after it was asked to. A step and a backup in between come on top only while they block. */
const GRACE_MS = 900;
/** How long an error may take to be written before the process of a task that has not ended is ended. */
const LAST_WORDS_MS = 100;

/** The user, or the system, has asked to stop. */
export class InterruptedError extends Error {
  override readonly name: string = 'InterruptedError';
  readonly signal: StopSignal;
  /** 130 for Ctrl-C, 143 for SIGTERM. */
  readonly exitCode: number;

  /** @param kept what is left of the run, as the second half of the sentence */
  constructor(signal: StopSignal = 'SIGINT', kept = 'no output file was written.') {
    super(`Stopped by ${SIGNALS[signal].name} after the step it was in; ${kept}`);
    this.signal = signal;
    this.exitCode = SIGNALS[signal].exitCode;
  }
}

/** How a process that does not end by itself is ended. Tests give their own. */
export interface InterruptOptions {
  readonly graceMs?: number;
  exit?(code: number): void;
}

/**
 * Runs a task that Ctrl-C and SIGTERM end in an orderly way: its signal fires at the first one, and a second one ends the process at
 * once. A task that has not ended a second later, because it waits for something that knows no signal, is given up: the error
 * is thrown, and the process ended.
 *
 * @throws InterruptedError when it was stopped
 */
export async function interruptible<T>(
  task: (signal: AbortSignal) => Promise<T>,
  { graceMs = GRACE_MS, exit = (code) => process.exit(code) }: InterruptOptions = {},
): Promise<T> {
  const controller = new AbortController();
  let giveUp: (error: InterruptedError) => void;
  const givenUp = new Promise<never>((_, reject) => {
    giveUp = reject;
  });
  let timer: NodeJS.Timeout | undefined;
  const interrupt = (signal: StopSignal) => {
    release();
    const error = new InterruptedError(signal);
    controller.abort(error);
    timer = setTimeout(() => {
      giveUp(error);
      setTimeout(() => exit(error.exitCode), LAST_WORDS_MS).unref();
    }, graceMs);
  };
  const release = () => {
    for (const signal of Object.keys(SIGNALS)) process.off(signal, interrupt);
  };
  for (const signal of Object.keys(SIGNALS)) process.on(signal, interrupt);
  try {
    return await Promise.race([task(controller.signal), givenUp]);
  } catch (error) {
    if (!controller.signal.aborted || error instanceof InterruptedError) throw error;
    throw controller.signal.reason; // what was under way may say it in its own words
  } finally {
    release();
    clearTimeout(timer);
  }
}
