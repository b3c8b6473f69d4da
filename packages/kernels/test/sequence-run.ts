import { sequenceCacheFloats } from '../src/index.ts';
import type { SequenceCase, SequenceResults } from './reference.ts';
import type { Workbench } from './workbench.ts';

/** Runs both passes of the kernels on plain arrays; an operand that a case lacks is left out. */
export function runSequence(
  bench: Workbench,
  c: SequenceCase,
  cacheFloats: number = sequenceCacheFloats(c.sizes, bench.kernels.lanes),
): Record<string, Float32Array> {
  const { batch, time, features, units, cell, resetAfter = true } = c.sizes;
  const columns = { simpleRNN: 1, gru: 3, lstm: 4 }[cell] * units;
  const blocks: number[] = [];
  const keep = (pointer: number) => {
    blocks.push(pointer);
    return pointer;
  };
  const optional = (operands: Readonly<Record<string, Float32Array | undefined>>) =>
    Object.fromEntries(
      Object.entries(operands).flatMap(([name, values]) => (values ? [[name, keep(bench.put(values))]] : [])),
    );
  const counts: Record<string, number> = { h: batch * time * units, hLast: batch * units };
  if (cell === 'lstm') counts.cLast = batch * units;
  const gradients: Record<string, number> = {
    dx: batch * time * features,
    dKernel: features * columns,
    dRecurrentKernel: units * columns,
    dBias: columns,
    dh0: batch * units,
  };
  if (cell === 'gru' && resetAfter) gradients.dRecurrentBias = columns;
  if (cell === 'lstm') gradients.dc0 = batch * units;
  const spaces = (sizes: Readonly<Record<string, number>>) =>
    Object.fromEntries(Object.entries(sizes).map(([name, count]) => [name, keep(bench.space(count))]));
  const outputs = spaces(counts);
  const slopes = spaces(gradients);

  const { x, kernel, recurrentKernel, mask, bias, recurrentBias, h0, c0, recurrentMask } = c;
  const operands = {
    ...c.sizes,
    ...(c.activation ? { activation: c.activation } : {}),
    ...(c.recurrentActivation ? { recurrentActivation: c.recurrentActivation } : {}),
    ...(c.goBackwards ? { goBackwards: true } : {}),
    x: keep(bench.put(x)),
    kernel: keep(bench.put(kernel)),
    recurrentKernel: keep(bench.put(recurrentKernel)),
    ...optional({ bias, recurrentBias, h0, c0, recurrentMask }),
    ...(mask ? { mask: keep(putBytes(bench, mask)) } : {}),
    cache: keep(bench.space(cacheFloats)),
  };
  const { h, hLast, cLast } = outputs as { h: number; hLast: number; cLast?: number };
  bench.kernels.sequenceForward({ ...operands, h, hLast, ...(cLast ? { cLast } : {}) });
  const { dh, dhLast, dcLast } = c;
  const { dKernel, dRecurrentKernel, ...others } = slopes as { dKernel: number; dRecurrentKernel: number };
  bench.kernels.sequenceBackward({
    ...operands,
    ...optional({ dh, dhLast, dcLast }),
    dKernel,
    dRecurrentKernel,
    ...others,
  });
  const results = Object.fromEntries(
    Object.entries({ ...counts, ...gradients }).map(([name, count]) => [
      name,
      bench.floats(outputs[name] ?? slopes[name]!, count),
    ]),
  );
  for (const pointer of blocks) bench.heap.free(pointer);
  return results;
}

function putBytes(bench: Workbench, bytes: Uint8Array): number {
  const pointer = bench.space(Math.ceil(bytes.length / 4));
  new Uint8Array(bench.heap.memory.buffer, pointer, bytes.length).set(bytes);
  return pointer;
}

/** The results whose largest error, relative to the largest magnitude, is above its tolerance. */
export function disagreements(
  got: SequenceResults,
  expected: SequenceResults,
  tolerance: { readonly outputs: number; readonly gradients: number },
): string[] {
  const out: string[] = [];
  for (const [name, wanted] of Object.entries(expected)) {
    const values = got[name];
    if (values === undefined || values.length !== wanted.length) throw new Error(`${name} is missing`);
    let error = 0;
    let scale = 0;
    for (let i = 0; i < wanted.length; i++) {
      const difference = Math.abs(values[i]! - wanted[i]!);
      error = Number.isNaN(difference) ? Number.POSITIVE_INFINITY : Math.max(error, difference);
      scale = Math.max(scale, Math.abs(wanted[i]!));
    }
    const limit = (name.startsWith('d') ? tolerance.gradients : tolerance.outputs) * (scale || 1e-30);
    if (error > limit) out.push(`${name}: error ${error}, limit ${limit}`);
  }
  return out;
}
