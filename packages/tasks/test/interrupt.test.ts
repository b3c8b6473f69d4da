import { expect, test } from 'vitest';
import { exitCodeOf } from '../src/node/terminal/exit-code.ts';
import { InterruptedError, interruptible } from '../src/node/terminal/interrupt.ts';
import { fakeTerminal } from '../src/node/testing/fake-terminal.ts';

test.each([
  ['SIGINT', 130, 'Ctrl-C'],
  ['SIGTERM', 143, 'SIGTERM'],
] as const)(
  '%s aborts the signal, and the command ends with %d, also when the command throws',
  async (signal, expected, name) => {
    const terminal = fakeTerminal();
    const before = [process.listenerCount('SIGINT'), process.listenerCount('SIGTERM')];
    const code = await exitCodeOf(terminal, [], () =>
      interruptible(async (given) => {
        process.emit(signal, signal);
        if (given.aborted) throw new Error('half a file');
      }),
    );
    expect(code).toBe(expected);
    expect(terminal.written.err).toBe(
      `Stopped by ${name} after the step it was in; no output file was written.\n`,
    );
    expect([process.listenerCount('SIGINT'), process.listenerCount('SIGTERM')]).toEqual(before);
  },
);

test('an interruption that says what is kept is shown', async () => {
  const stopped = interruptible(async () => {
    process.emit('SIGTERM', 'SIGTERM');
    throw new InterruptedError('SIGTERM', 'the run is kept.');
  });
  await expect(stopped).rejects.toThrow('Stopped by SIGTERM after the step it was in; the run is kept.');
});

test('a task that does not end is given up, and the process is ended after its last words', async () => {
  const codes: number[] = [];
  const begin = performance.now();
  const waiting = interruptible(
    () => {
      process.emit('SIGTERM', 'SIGTERM');
      return new Promise<void>(() => {}); // knows no signal
    },
    { graceMs: 50, exit: (code) => void codes.push(code) },
  );
  await expect(waiting).rejects.toMatchObject({ exitCode: 143 });
  expect(performance.now() - begin).toBeGreaterThan(45);
  await expect.poll(() => codes).toEqual([143]);
});

test('a task that ends in time is not given up', async () => {
  const codes: number[] = [];
  const ended = interruptible(
    async () => {
      process.emit('SIGINT', 'SIGINT');
      return 7;
    },
    { graceMs: 20, exit: (code) => void codes.push(code) },
  );
  expect(await ended).toBe(7);
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(codes).toEqual([]);
});
