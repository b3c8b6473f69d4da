import type { Network, Optimizer } from '@seqloom/train';
import type { Fields } from '../config/keras-object.ts';
import type { StoredDataset } from '../hdf5/write-hdf5.ts';
import type { Place } from '../weights/places.ts';
import { PythonFloat } from '../write/python-json.ts';
import { OPTIMIZER_ROWS } from './optimizer-row.ts';
import { trainedWeights } from './read-optimizer.ts';

/** An optimizer as the files of Keras 3 have it. */
export interface WrittenOptimizer {
  readonly config: Fields;
  readonly variables: readonly StoredDataset[];
}

/** Settings that are counts; Keras wants all others as floats. */
const WHOLE: ReadonlySet<string> = new Set(['emaOverwriteFrequency', 'gradientAccumulationSteps']);

/** @throws TypeError when the step size is a function or a schedule that Keras does not have */
export async function writeOptimizer(
  optimizer: Optimizer,
  model: Network,
  places: readonly Place[],
): Promise<WrittenOptimizer> {
  const { name, settings, iterations, learningRate } = optimizer.toJSON();
  const row = OPTIMIZER_ROWS.find((each) => each.name === name)!; // it lists all
  const rate = learningRate ?? settings.learningRate;
  const config = Object.entries(row.fields)
    .map(([setting, { key, write }]) => {
      const value = write(setting === 'learningRate' ? rate : (settings as Fields)[setting], undefined);
      return [
        key,
        typeof value === 'number' && !WHOLE.has(setting) ? new PythonFloat(value) : value,
      ] as const;
    })
    .filter(([, value]) => value !== undefined);
  const kept = new Map(
    optimizer
      .slots()
      .map(({ parameter, name: slot, variable }) => [`${parameter.path}\n${slot}`, variable.value.data()]),
  );
  const numbers: (readonly [shape: readonly number[], data: StoredDataset['data'] | Promise<unknown>])[] = [
    [[], Int32Array.of(iterations)],
    ...(typeof rate === 'number' ? [[[], Float32Array.of(rate)] as const] : []),
  ];
  for (const slots of row.slots(settings as Fields)) {
    for (const parameter of trainedWeights(model, places)) {
      for (const slot of slots) {
        numbers.push([
          parameter.shape,
          kept.get(`${parameter.path}\n${slot}`) ?? new Float32Array(parameter.size),
        ]);
      }
    }
  }
  for (const end of row.ends?.(settings as Fields, iterations) ?? [])
    numbers.push([[], Float32Array.of(end)]);
  const data = await Promise.all(numbers.map(([, values]) => values as Promise<StoredDataset['data']>));
  return {
    config: {
      module: 'keras.optimizers',
      class_name: row.className,
      config: { name: row.className.toLowerCase(), ...Object.fromEntries(config) },
      registered_name: null,
    },
    variables: numbers.map(([shape], i) => ({ path: `optimizer/vars/${i}`, shape, data: data[i]! })),
  };
}
