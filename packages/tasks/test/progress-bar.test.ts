import type { Options } from 'cli-progress';
import { beforeEach, expect, test, vi } from 'vitest';
import { terminalProgress } from '../src/node/terminal/progress.ts';
import { fakeTerminal } from '../src/node/testing/fake-terminal.ts';

// The library draws on the process's own standard error, and only where that is a terminal: here it notes what it is asked.
const drawn = vi.hoisted(() => ({ calls: [] as unknown[][] }));
vi.mock('cli-progress', () => ({
  Presets: { shades_classic: {} },
  MultiBar: class {
    constructor({ format }: Options) {
      drawn.calls.push(['format', format]);
    }
    create(...given: unknown[]) {
      drawn.calls.push(['create', ...given]);
      return { update: (...update: unknown[]) => drawn.calls.push(['update', ...update]) };
    }
    log(text: string) {
      drawn.calls.push(['log', text]);
    }
    update() {}
    stop() {
      drawn.calls.push(['stop']);
    }
  },
}));
beforeEach(() => {
  drawn.calls.length = 0;
});

function bar(epochs: number) {
  const terminal = { ...fakeTerminal(), interactive: true };
  const progress = terminalProgress<
    { summary: string },
    { epoch: number; step: number; loss: number },
    { epoch: number }
  >(terminal, false, {
    opening: () => 'begins',
    epoch: ({ epoch }) => `epoch ${epoch}`,
    length: () => ({ epochs, stepsPerEpoch: 10 }),
    epochs: (count) => `at most ${count}`,
    measure: (step) => `loss ${step?.loss ?? '–'}`,
  });
  progress.onStart({ summary: '' });
  return { progress, terminal };
}

test('a person sees one bar over the steps of all epochs, with finished epochs above it', () => {
  const { progress, terminal } = bar(4);
  progress.onStep?.({ epoch: 3, step: 7, loss: 0.5 });
  progress.onEpoch({ epoch: 3 });
  progress.close();
  expect(terminal.written.err).toBe('begins\n');
  expect(drawn.calls).toEqual([
    ['format', '{bar} {percentage} % · epoch {epoch} of {epochs} · {measure} · {eta_formatted} left'],
    ['create', 40, 0, { epoch: 1, epochs: 'at most 4', measure: 'loss –' }],
    ['update', 27, { epoch: 3, measure: 'loss 0.5' }],
    ['log', 'epoch 3\n'],
    ['stop'],
  ]);
});

test('a run without epochs has no bar', () => {
  const { progress, terminal } = bar(0);
  progress.close();
  expect(terminal.written.err).toBe('begins\n');
  expect(drawn.calls.map(([name]) => name)).toEqual(['format']);
});
