import { tensor } from '@seqloom/backend';
import type { Parameter } from '@seqloom/nn';
import type { Network, Optimizer } from '@seqloom/train';
import type { Reading } from '../config/field.ts';
import { type Fields, isFields, kerasObject } from '../config/keras-object.ts';
import type { Hdf5Object } from '../hdf5/hdf5-file.ts';
import { KerasFileError } from '../keras-file-error.ts';
import { noteOtherFields } from '../layers/other-fields.ts';
import type { Notes } from '../notes.ts';
import type { Place } from '../weights/places.ts';
import { storedValues } from '../weights/stored-values.ts';
import { OPTIMIZER_ROWS, type OptimizerRow } from './optimizer-row.ts';

/** Fields with one meaning here. */
const FIXED = { amsgrad: [false], loss_scale_factor: [null], decay: [0, null] };

/** What a file says of an optimizer. */
export interface StoredOptimizer {
  /** With class and settings. */
  readonly config: unknown;
  /** Its variables in Keras' order; undefined where the file holds none. */
  readonly variables: readonly (Hdf5Object | undefined)[] | undefined;
}

/**
 * The optimizer of a file with its state. One that is not known here, or whose state has another form, is passed over with a
 * note: the model is as good without.
 */
export function readOptimizer(
  { config, variables }: StoredOptimizer,
  model: Network,
  places: readonly Place[],
  notes: Notes,
): Optimizer | undefined {
  if (!isFields(config)) return undefined;
  const object = kerasObject('the optimizer', config);
  const row = object.builtIn
    ? OPTIMIZER_ROWS.find(({ className }) => className === object.className)
    : undefined;
  if (!row) {
    notes.add(
      `the optimizer ${object.className.slice(0, 100)} is not known here; make one for further training.`,
    );
    return undefined;
  }
  const where = `the optimizer ${row.className}`;
  const settings = settingsOf(row, object.config, { where, notes, old: false });
  const optimizer = row.make(settings);
  if (variables) restore(optimizer, row, variables, model, places, notes);
  return optimizer;
}

function settingsOf(row: OptimizerRow, config: Fields, reading: Reading): Fields {
  const known = new Set(Object.values(row.fields).map(({ key }) => key));
  noteOtherFields(config, known, FIXED, reading);
  const read = Object.entries(row.fields)
    .filter(([, { key }]) => Object.hasOwn(config, key))
    .map(([setting, field]) => [setting, field.read(config[field.key], reading)] as const);
  return Object.fromEntries(read.filter(([, value]) => value !== undefined));
}

/** The weights that Keras trains, in its order. */
export function trainedWeights(model: Network, places: readonly Place[]): readonly Parameter[] {
  const byPath = new Map(model.weights.map((parameter) => [parameter.path, parameter]));
  return places.flatMap(({ weights, trainable, unlisted }) =>
    unlisted === undefined
      ? weights.flatMap((weight, i) => (weight !== undefined && trainable[i] ? [byPath.get(weight)!] : []))
      : model.trainableWeights.filter(({ path }) => path.startsWith(`${unlisted}/`)),
  );
}

function restore(
  optimizer: Optimizer,
  row: OptimizerRow,
  variables: readonly (Hdf5Object | undefined)[],
  model: Network,
  places: readonly Place[],
  notes: Notes,
): void {
  const settings = optimizer.config.settings as Fields;
  const parameters = trainedWeights(model, places);
  const groups = row.slots(settings);
  const perWeight = groups.reduce((count, names) => count + names.length, 0);
  const scheduled = typeof settings.learningRate !== 'number';
  const first = scheduled ? 1 : 2;
  const ends = row.ends?.(settings, 0).length ?? 0;
  const expected = first + perWeight * parameters.length + ends;
  if (variables.length !== expected) {
    // A model that was compiled and never trained has the first ones alone.
    if (variables.length > first) {
      notes.add(
        `the state of the optimizer has another form (${variables.length} variables for ${expected}) and is left out.`,
      );
    }
    return;
  }
  const variableOf = new Map<string, number>();
  let next = first;
  for (const names of groups) {
    for (const parameter of parameters)
      for (const name of names) variableOf.set(`${parameter.path}\n${name}`, next++);
  }
  const iterations = Math.round(storedValues('iterations of the optimizer', variables[0], [])[0]!);
  if (!(iterations >= 0))
    throw new KerasFileError(`iterations of the optimizer must not be negative, got ${iterations}.`);
  const rate = scheduled ? undefined : storedValues('the step size of the optimizer', variables[1], [])[0]!;
  const set = rate !== undefined && rate !== Math.fround(settings.learningRate as number);
  optimizer.restore(
    parameters,
    { iterations, ...(set && { learningRate: rate }) },
    ({ path, shape }, name) => {
      const place = variableOf.get(`${path}\n${name}`);
      if (place === undefined) return undefined;
      return tensor(storedValues(`the optimizer's ${name} of ${path}`, variables[place], shape), shape);
    },
  );
}
