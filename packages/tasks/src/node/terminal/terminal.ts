/** What a command reads from and writes to. */
export interface Terminal {
  readonly input: AsyncIterable<Uint8Array | string>;
  /** Results. */
  out(text: string): void;
  /** Progress and errors. */
  err(text: string): void;
  /** Whether a person watches: a bar that redraws itself makes sense. */
  readonly interactive: boolean;
  /** Characters of a line. */
  columns(): number;
  /** Whether what is written to `out` may have colours: a terminal reads it, and `NO_COLOR` is not set. */
  readonly color: boolean;
}

/** The terminal this process was started in. */
export function processTerminal(): Terminal {
  // a reader such as `head` has enough: no error of ours
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    throw error;
  });
  return {
    input: process.stdin,
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
    interactive: process.stderr.isTTY === true,
    columns: () => process.stderr.columns || 80,
    color: process.stdout.isTTY === true && !process.env.NO_COLOR,
  };
}
