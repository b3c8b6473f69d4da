/** Options of the charts for terminals. */
export interface TerminalOptions {
  /** Whether to colour with ANSI codes. Default: when standard output is a terminal and `NO_COLOR` is not set. */
  readonly color?: boolean | undefined;
}

const CODES = { blue: 34, yellow: 33, green: 32, dim: 2 } as const;

/** Adds the codes of a colour to a text, or returns it as it is. */
export type Paint = (color: keyof typeof CODES, text: string) => string;

/** Colours texts, or leaves them as they are where the options or the terminal want no colours. */
export function painter({ color = isColorTerminal() }: TerminalOptions): Paint {
  return (name, text) => (color ? `\u001b[${CODES[name]}m${text}\u001b[0m` : text);
}

/** False in pages, for pipes and files, and when NO_COLOR is set. */
function isColorTerminal(): boolean {
  const { process } = globalThis as { process?: NodeJS.Process };
  return process?.stdout?.isTTY === true && !process.env.NO_COLOR;
}
