import { expect, test } from 'vitest';
import { exitCodeOf, interruptible, type Terminal } from '../src/index.ts';

function recorder(): { readonly terminal: Terminal; readonly errors: () => string } {
  let errors = '';
  const terminal: Terminal = {
    input: (async function* () {})(),
    out: () => {},
    err: (text) => {
      errors += text;
    },
    interactive: false,
  };
  return { terminal, errors: () => errors };
}

test('an error becomes one line and the code 1', async () => {
  const { terminal, errors } = recorder();
  const code = await exitCodeOf(terminal, async () => {
    throw new RangeError('two\n  lines');
  });
  expect([code, errors()]).toEqual([1, 'two lines\n']);
});

test('a command that ends well says nothing and gives 0', async () => {
  const { terminal, errors } = recorder();
  expect([await exitCodeOf(terminal, async () => {}), errors()]).toEqual([0, '']);
});

test('Ctrl-C aborts the signal, and the command ends with 130 whatever it throws', async () => {
  const { terminal, errors } = recorder();
  const before = process.listenerCount('SIGINT');
  const code = await exitCodeOf(terminal, () =>
    interruptible(async (signal) => {
      process.emit('SIGINT');
      if (signal.aborted) throw new Error('half a file');
    }),
  );
  expect(code).toBe(130);
  expect(errors()).toContain('Stopped by Ctrl-C');
  expect(process.listenerCount('SIGINT')).toBe(before);
});
