import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ARGUMENTS } from '../src/generated/arguments.ts';
import { type Results, runEveryKernel } from './every-kernel.ts';
import { buildNative, type NativeBuild, type Vocabulary } from './native.ts';
import { pageHeap } from './page-heap.ts';
import { createWorkbench, type Workbench } from './workbench.ts';

/** What may be in an array besides everyday numbers, one set at a time: together they make everything NaN. */
const SPECIAL: Readonly<Record<string, readonly number[]>> = {
  NaN: [Number.NaN],
  'zeros and denormals': [0, -0, 1e-40, -1e-42, 1.17e-38],
  infinities: [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
  'largest numbers': [3.4e38, -3.4e38],
};

/** A workbench that puts these numbers among those it is given. */
function sprinkle(bench: Workbench, numbers: readonly number[]): Workbench {
  let count = 0;
  const put: Workbench['put'] = (values) => {
    const every = numbers.some((number) => Math.abs(number) > 1e30 || Number.isNaN(number)) ? 41 : 3;
    return bench.put(
      Float32Array.from(values, (v) => (++count % every ? v : numbers[count % numbers.length]!)),
    );
  };
  return { ...bench, put };
}

/** What the wasm build gives, computed once for each set of numbers. */
const expectedFor = new Map<string, Promise<Results>>();
function expectedOf(name: string, numbers: readonly number[] = []): Promise<Results> {
  let expected = expectedFor.get(name);
  if (!expected) {
    expected = createWorkbench().then((bench) =>
      runEveryKernel(numbers.length === 0 ? bench : sprinkle(bench, numbers)),
    );
    expectedFor.set(name, expected);
  }
  return expected;
}

/** Names of the results that have other bits; any NaN is as good as another. */
function differences(got: Results, expected: Results): string[] {
  expect(Object.keys(got)).toEqual(Object.keys(expected));
  return Object.entries(expected).flatMap(([name, values]) => {
    const at = values.findIndex((value, i) => !Object.is(value, got[name]![i]));
    return at < 0 ? [] : [`${name}[${at}]: ${got[name]![at]}, not ${values[at]}`];
  });
}

// Every vocabulary of c/simd.h against the wasm build.
describe.each<Vocabulary>(['sse', 'avx2', 'avx512', 'neon'])('the kernels compiled for %s', (vocabulary) => {
  let build: NativeBuild;
  // A compiler takes 5 seconds, on a busy machine many times as long.
  beforeAll(() => {
    build = buildNative(vocabulary);
  }, 300_000);
  afterAll(() => {
    if (!('missing' in build)) build.dispose();
  });

  it('give the bits of the wasm build, every one of them', async ({ skip }) => {
    if ('missing' in build) return skip(build.missing);
    const { executor } = build;
    const ran = new Set<string>();
    const native = await createWorkbench({
      executor: (heap) => executor({ heap, ran: (name) => ran.add(name) }),
    });
    expect(differences(runEveryKernel(native), await expectedOf('plain'))).toEqual([]);
    expect([...ran].sort()).toEqual(Object.keys(ARGUMENTS).sort());
  }, 60_000);

  it.each(Object.entries(SPECIAL))(
    'treat %s as the wasm build does',
    async (name, numbers) => {
      if ('missing' in build) return;
      const { executor } = build;
      const native = await createWorkbench({ executor: (heap) => executor({ heap }) });
      const expected = await expectedOf(name, numbers);
      expect(differences(runEveryKernel(sprinkle(native, numbers)), expected)).toEqual([]);
    },
    60_000,
  );

  // An emulator takes a second for what the processor does in a tenth.
  const edges = vocabulary === 'neon' ? (['end'] as const) : (['start', 'end'] as const);
  it.each(edges)(
    'touch nothing past the %s of an array',
    async (flush) => {
      if ('missing' in build) return;
      const { executor } = build;
      const heap = pageHeap(flush);
      const native = await createWorkbench({ heap, executor: () => executor({ heap, guards: heap.guards }) });
      expect(differences(runEveryKernel(native), await expectedOf('plain'))).toEqual([]);
    },
    120_000,
  );

  it('end the process when a guard is touched', async ({ skip }) => {
    if ('missing' in build) return skip(build.missing);
    const heap = pageHeap('end');
    const executor = build.executor({ heap, guards: heap.guards });
    const native = await createWorkbench({ heap, executor: () => executor });
    const [x, y] = [native.space(1024), native.space(1023)];
    native.kernels.activate({ activation: 'tanh', x, y, count: 1023 });
    expect(() => native.kernels.activate({ activation: 'tanh', x, y, count: 1024 })).toThrow(/SIGSEGV|139/);
  });
});
