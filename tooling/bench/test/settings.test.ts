import { parseArgs } from 'citty';
import { expect, test } from 'vitest';
import { ARGS, settingsOf } from '../src/settings.ts';
import { WORKLOADS } from '../src/workloads.ts';

const settings = (...words: string[]) => settingsOf(parseArgs(words, ARGS));

test('without options all workloads are measured on one thread', () => {
  expect(settings()).toEqual({
    workloads: Object.keys(WORKLOADS),
    backends: ['wasm'],
    threads: [1],
    rounds: 3,
    against: [],
    peerThreads: 1,
    record: undefined,
    json: false,
  });
});

test('reads lists and numbers', () => {
  expect(
    settings(
      '--workloads',
      'W4,W8',
      '--threads=1,2',
      '--peer-threads',
      '2',
      '--json',
      '--against',
      'torch,ort-web',
      '--backend=wasm,node',
    ),
  ).toMatchObject({
    workloads: ['W4', 'W8'],
    threads: [1, 2],
    peerThreads: 2,
    against: ['torch', 'ort-web'],
    backends: ['wasm', 'node'],
    json: true,
  });
});

test('growth has workloads of its own', () => {
  expect(settings('--growth').workloads).toContain('growth:units:8');
  expect(settings('--growth').workloads).not.toContain('W4');
});

test.each([
  [['--growth', '--workloads', 'W4'], 'bench: --growth has workloads of its own, got --workloads with it.'],
  [['--nope', '1'], '--nope: no such option. Options: --workloads, --backend,'],
  [['W4'], "'W4' belongs to no option."],
  [['--workloads', ''], '--workloads: needs a value.'],
  [['--workloads', 'W4,'], "bench: --workloads must be values with commas between them, got 'W4,'."],
  [['--workloads', 'constructor'], 'bench: --workloads must be one of W1, W2,'],
  [['--threads', '1,x'], 'bench: --threads must be a positive integer, got "x".'],
  [['--threads', '1,'], "bench: --threads must be values with commas between them, got '1,'."],
  [['--rounds', '0'], 'bench: --rounds must be a positive integer, got 0.'],
  [
    ['--against', 'numpy'],
    'bench: --against must be one of torch, torch2, ort-node, ort-web, tfjs, got "numpy".',
  ],
])('refuses %s', (words, message) => {
  expect(() => settings(...words)).toThrow(message);
});
