import { expect, test } from 'vitest';
import { terminalProgress } from '../src/node/terminal/progress.ts';
import { progressBar } from '../src/node/terminal/progress-bar.ts';
import { fakeTerminal } from '../src/node/testing/fake-terminal.ts';

const [HIDE, SHOW, CLEAR] = ['\x1b[?25l', '\x1b[?25h', '\r\x1b[K'];

/** A bar over 40 steps, and what was drawn since the last question. */
function bar(columns = 80) {
  const terminal = { ...fakeTerminal(), columns: () => columns };
  const clock = { ms: 0 };
  const shown = progressBar(terminal, 40, 'begins', () => clock.ms);
  const drawn = () => {
    const text = terminal.written.err;
    terminal.written.err = '';
    return text;
  };
  return { bar: shown, clock, drawn };
}

test('a bar shows the share that is done, the text beside it and the time that is left', () => {
  const { bar: shown, clock, drawn } = bar();
  expect(drawn()).toBe(`${HIDE}${CLEAR}${'░'.repeat(40)} 0 % · begins`);
  clock.ms = 2000;
  shown.update(10, 'loss 0.5');
  expect(drawn()).toBe(`${CLEAR}${'█'.repeat(10)}${'░'.repeat(30)} 25 % · loss 0.5 · 6 s left`);
  clock.ms = 400_000;
  shown.update(20, 'loss 0.4');
  expect(drawn()).toMatch(/ 50 % · loss 0\.4 · 6 min 40 s left$/);
  shown.close();
  expect(drawn()).toBe(CLEAR + SHOW);
});

test('a bar is drawn ten times a second at most, and lines above it at once', () => {
  const { bar: shown, clock, drawn } = bar();
  drawn();
  clock.ms = 99;
  shown.update(4, 'soon');
  expect(drawn()).toBe('');
  shown.log('above');
  expect(drawn()).toBe(`${CLEAR}above\n${CLEAR}${'█'.repeat(4)}${'░'.repeat(36)} 10 % · soon · 1 s left`);
});

test('the time that is left is that of the last hundred updates', () => {
  const { bar: shown, clock, drawn } = bar();
  for (let i = 1; i <= 150; i++) {
    clock.ms += i <= 50 ? 60_000 : 1000; // the first steps wait for something
    shown.update(i / 5, 'x');
  }
  expect(drawn()).toMatch(/ 75 % · x · 50 s left$/);
});

test('a bar leaves its text room and is cut to the width of the terminal', () => {
  expect(bar(40).drawn()).toBe(`${HIDE}${CLEAR}${'░'.repeat(26)} 0 % · begins`);
  expect(bar(20).drawn()).toBe(`${HIDE}${CLEAR}${'░'.repeat(10)} 0 % · be`);
});

test('the cursor comes back when the process ends before the work', () => {
  const before = process.listenerCount('exit');
  const { bar: shown } = bar();
  expect(process.listenerCount('exit')).toBe(before + 1);
  shown.close();
  expect(process.listenerCount('exit')).toBe(before);
});

function progress(epochs: number) {
  const terminal = { ...fakeTerminal(), interactive: true };
  const shown = terminalProgress<
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
  shown.onStart({ summary: '' });
  return { shown, terminal };
}

test('a person sees one bar over the steps of all epochs, with finished epochs above it', () => {
  const { shown, terminal } = progress(4);
  expect(terminal.written.err).toMatch(/^begins\n.*░ 0 % · epoch 1 of at most 4 · loss –$/s);
  shown.onStep?.({ epoch: 3, step: 7, loss: 0.5 });
  shown.onEpoch({ epoch: 3 });
  expect(terminal.written.err).toMatch(
    /epoch 3\n.*█░+ 67 % · epoch 3 of at most 4 · loss 0\.5 · \d+ s left$/s,
  );
  shown.close();
});

test('a run without epochs has no bar', () => {
  const { shown, terminal } = progress(0);
  shown.close();
  expect(terminal.written.err).toBe('begins\n');
});
