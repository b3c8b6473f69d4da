import type { SequenceSizes } from '../src/index.ts';
import type { SequenceCase } from './reference.ts';
import { randomFloats } from './workbench.ts';

/** Which operands a case has; by default all but the masks. */
export interface CaseOptions {
  readonly bias?: boolean;
  readonly states?: boolean;
  readonly recurrentMask?: boolean;
  readonly mask?: (row: number, time: number) => boolean;
  readonly signal?: 'last' | 'sequences';
  readonly scale?: number;
}

/** A case with seeded operands. */
export function makeCase(
  sizes: SequenceSizes,
  options: CaseOptions = {},
  attributes: Partial<SequenceCase> = {},
): SequenceCase {
  const { cell, batch, time, features, units, resetAfter = true } = sizes;
  const columns = { simpleRNN: 1, gru: 3, lstm: 4 }[cell] * units;
  const { bias = true, states = true, recurrentMask = false, mask, signal = 'sequences' } = options;
  const scale = options.scale ?? 1 / Math.sqrt(units);
  const draw = (count: number, seed: number, by = 1) => randomFloats(count, seed).map((v) => v * by);
  const state = batch * units;
  return {
    sizes,
    x: draw(batch * time * features, 1),
    kernel: draw(features * columns, 2, scale),
    recurrentKernel: draw(units * columns, 3, scale),
    ...(bias ? { bias: draw(columns, 4, scale) } : {}),
    ...(bias && cell === 'gru' && resetAfter ? { recurrentBias: draw(columns, 5, scale) } : {}),
    ...(states ? { h0: draw(state, 6) } : {}),
    ...(states && cell === 'lstm' ? { c0: draw(state, 7) } : {}),
    // As a dropout mask of rate ½ is: 0 or 2.
    ...(recurrentMask ? { recurrentMask: draw(state, 8).map((v) => (v < 0 ? 0 : 2)) } : {}),
    ...(mask
      ? { mask: Uint8Array.from({ length: batch * time }, (_, i) => +mask(Math.floor(i / time), i % time)) }
      : {}),
    dhLast: draw(state, 9),
    ...(signal === 'sequences' ? { dh: draw(time * state, 10) } : {}),
    ...(cell === 'lstm' ? { dcLast: draw(state, 11) } : {}),
    ...attributes,
  };
}

/** Every cell there is. */
export const CELLS: readonly Pick<SequenceSizes, 'cell' | 'resetAfter'>[] = [
  { cell: 'simpleRNN' },
  { cell: 'gru', resetAfter: true },
  { cell: 'gru', resetAfter: false },
  { cell: 'lstm' },
];
/** Sequences of different lengths, padded before. */
export const prePadded = (row: number, time: number) => time >= (row * 3) % 11;
/** Sequences of different lengths, padded after. */
export const postPadded = (row: number, time: number) => time < 2 + ((row * 5) % 9);
