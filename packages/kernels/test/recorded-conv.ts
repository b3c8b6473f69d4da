import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Conv1DGeometry, Pool1DGeometry } from '../src/index.ts';

/** What PyTorch answered for one convolution. */
export interface RecordedConvolution extends Required<Conv1DGeometry> {
  readonly padding: string;
  readonly outLength: number;
  readonly y: readonly number[];
  readonly dx: readonly number[];
  readonly dFilter: readonly number[];
}

/** What PyTorch answered for one pooling. */
export interface RecordedPooling extends Required<Pool1DGeometry> {
  readonly kind: 'max' | 'average';
  readonly outLength: number;
  readonly y: readonly number[];
  readonly dx: readonly number[];
}

const path = join(import.meta.dirname, '../../../tooling/oracles/recorded/conv.json');

/** The answers that tooling/oracles/conv.py recorded. */
export const recorded: {
  readonly convolutions: readonly RecordedConvolution[];
  readonly poolings: readonly RecordedPooling[];
} = JSON.parse(readFileSync(path, 'utf8'));

/** The inputs of the recorded cases: the formula of the recording script. */
export function numbers(seed: number, count: number): Float32Array {
  return Float32Array.from({ length: count }, (_, i) => (((i * 7919 + seed * 104_729) % 31) - 15) / 8);
}
