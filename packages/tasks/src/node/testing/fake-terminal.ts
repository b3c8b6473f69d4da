import type { Terminal } from '../terminal/terminal.ts';

/** A terminal that remembers what was written. */
export interface FakeTerminal extends Terminal {
  readonly written: { out: string; err: string };
}

/**
 * A terminal for tests, which is not interactive.
 *
 * @param input what a command reads, in the pieces it comes in
 * @param onWrite told of everything that is written
 */
export function fakeTerminal(
  input: readonly string[] = [],
  onWrite: (text: string) => void = () => {},
): FakeTerminal {
  const written = { out: '', err: '' };
  return {
    written,
    interactive: false,
    columns: () => 80,
    color: false,
    input: (async function* () {
      yield* input;
    })(),
    out(text) {
      written.out += text;
      onWrite(text);
    },
    err(text) {
      written.err += text;
      onWrite(text);
    },
  };
}
