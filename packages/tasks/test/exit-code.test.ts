import { expect, test } from 'vitest';
import { exitCodeOf } from '../src/node/terminal/exit-code.ts';
import { fakeTerminal } from '../src/node/testing/fake-terminal.ts';

test('an error becomes one line and the code 1', async () => {
  const terminal = fakeTerminal();
  const code = await exitCodeOf(terminal, [], async () => {
    throw new RangeError('two\n  lines');
  });
  expect([code, terminal.written.err]).toEqual([1, 'two lines\n']);
});

test('a command that ends well says nothing and gives 0', async () => {
  const terminal = fakeTerminal();
  expect([await exitCodeOf(terminal, [], async () => {}), terminal.written.err]).toEqual([0, '']);
});

test('with --json an error is a JSON line', async () => {
  const terminal = fakeTerminal();
  const code = await exitCodeOf(terminal, ['train', '--json'], async () => {
    throw new RangeError('two\n  "lines"');
  });
  expect(code).toBe(1);
  expect(terminal.written.out).toBe('');
  expect(terminal.written.err).toMatch(/^[^\n]*\n$/);
  expect(JSON.parse(terminal.written.err)).toEqual({
    event: 'error',
    name: 'RangeError',
    message: 'two "lines"',
    exitCode: 1,
  });
  await exitCodeOf(terminal, ['train', '--json-lines'], () => Promise.reject('no error'));
  expect(terminal.written.err.split('\n')[1]).toBe('no error');
});
