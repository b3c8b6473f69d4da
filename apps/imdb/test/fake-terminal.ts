import type { Terminal } from '@seqloom/app-shell';

/** A terminal that remembers what was written. */
export interface FakeTerminal extends Terminal {
  readonly written: { out: string; err: string };
}

export function fakeTerminal(
  input: readonly string[] = [],
  onWrite: (text: string) => void = () => {},
): FakeTerminal {
  const written = { out: '', err: '' };
  return {
    written,
    interactive: false,
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
