import { Embedding } from '@seqloom/embeddings';
import { Dense } from '@seqloom/nn';
import { LSTM } from '@seqloom/recurrent';
import { ids, type Workload } from './workloads.ts';

/** Sizes of the model whose times are followed while one of them grows: Embedding 32, LSTM, Dense. */
export interface GrowthSizes {
  /** T, words in a sample. */
  readonly time: number;
  readonly units: number;
  readonly batch: number;
  /** V, rows of the embedding. */
  readonly vocabulary: number;
}

/** A size that grows. */
export type GrowthAxis = keyof GrowthSizes;

/** The sizes where another one grows; also the smallest of each. */
const BASE: GrowthSizes = { time: 50, units: 16, batch: 16, vocabulary: 10_000 };
/** What the smallest size is multiplied by. */
export const FACTORS: readonly number[] = [1, 2, 4, 8];

/** The sizes that grow. */
export const GROWTH_AXES: readonly GrowthAxis[] = ['time', 'units', 'batch', 'vocabulary'];

const PREFIX = 'growth';

/** The name of a workload whose `axis` is `factor` times its smallest, such as `growth:units:4`. */
export function growthName(axis: GrowthAxis, factor: number): string {
  return factor === 1 ? PREFIX : `${PREFIX}:${axis}:${factor}`;
}

/** The names of all points, the common first one once. */
export function growthNames(): string[] {
  return [...new Set(FACTORS.flatMap((factor) => GROWTH_AXES.map((axis) => growthName(axis, factor))))];
}

/** The workload with a name of {@link growthNames}; undefined for another name. */
export function growthWorkload(name: string): Workload | undefined {
  if (!growthNames().includes(name)) return undefined;
  const [, axis, factor = '1'] = name.split(':');
  const size = (one: GrowthAxis) => BASE[one] * (one === axis ? Number(factor) : 1);
  return growthModel({
    time: size('time'),
    units: size('units'),
    batch: size('batch'),
    vocabulary: size('vocabulary'),
  });
}

function growthModel({ time, units, batch, vocabulary }: GrowthSizes): Workload {
  return {
    summary: `${time} of ${vocabulary} words, Embedding 32, LSTM ${units}; ${batch}`,
    loss: 'binaryCrossentropy',
    layers: () => [
      new Embedding({ inputDim: vocabulary, outputDim: 32 }),
      new LSTM({ units }),
      new Dense({ units: 1, activation: 'sigmoid' }),
    ],
    inputs: ids(batch, time, vocabulary),
  };
}
