import type { Terminal } from '@seqloom/app-shell';

/** A terminal that remembers what was written. */
export interface FakeTerminal extends Terminal {
  readonly written: { out: string; err: string };
}

export function fakeTerminal(): FakeTerminal {
  const written = { out: '', err: '' };
  return {
    written,
    interactive: false,
    input: (async function* () {})(),
    out: (text) => {
      written.out += text;
    },
    err: (text) => {
      written.err += text;
    },
  };
}
