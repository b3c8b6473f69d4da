/** Options of the charts for terminals. */
export interface TerminalOptions {
  /** Whether to colour with ANSI codes. Default: when standard output is a terminal and `NO_COLOR` is not set. */
  readonly color?: boolean;
}

const CODES = { blue: 34, yellow: 33, green: 32, dim: 2 } as const;

/** Puts a text into a colour, or leaves it alone. */
export type Paint = (color: keyof typeof CODES, text: string) => string;

/** A painter after the options and the terminal. */
export function painter({ color = isColorTerminal() }: TerminalOptions): Paint {
  return (name, text) => (color ? `\u001b[${CODES[name]}m${text}\u001b[0m` : text);
}

/** False in pages, in pipes and files, and where NO_COLOR asks for none. */
function isColorTerminal(): boolean {
  const { process } = globalThis as { process?: NodeJS.Process };
  return process?.stdout?.isTTY === true && !process.env.NO_COLOR;
}
