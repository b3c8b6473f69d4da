import { formatValue } from '@seqloom/options';
import { type Reading, refused } from '../config/field.ts';
import { type Fields, isFields } from '../config/keras-object.ts';

/** Fields of many layers with one meaning here, and the values that have it. */
const FIXED: Readonly<Record<string, readonly unknown[]>> = {
  data_format: ['channels_last', null],
  lora_rank: [null],
  quantization_config: [null],
  ragged: [false],
  sparse: [false],
};

/** Fields that say how Keras computes, where its random numbers begin, or what the first layer is given. */
const WITHOUT_EFFECT: ReadonlySet<string> = new Set([
  'autocast',
  'batch_input_shape',
  'batch_shape',
  'batch_size',
  'flash_attention',
  'implementation',
  'input_dtype',
  'input_length',
  'key_shape',
  'lora_alpha',
  'name',
  'query_shape',
  'renorm_clipping',
  'renorm_momentum',
  'seed',
  'synchronized',
  'trainable',
  'unroll',
  'use_cudnn',
  'value_shape',
]);

/** Fields that change training alone. */
const TRAINING_ONLY = /_(constraint|regularizer)$/;
/** Keras 2 writes those of weights that a layer does not have, too; the file holds the values of the others. */
const INITIALIZER = /_initializer$/;

/**
 * Checks the fields of a layer's config that are not options: those with one meaning here must have it. Of the others, those without
 * an effect on predictions are passed over, some with a note. A field that is not known may change predictions.
 *
 * @throws KerasFileError for a field that is not known and says something
 */
export function checkOtherFields(
  config: Fields,
  known: ReadonlySet<string>,
  fixed: Readonly<Record<string, readonly unknown[]>>,
  reading: Reading,
): void {
  eachUnknownField(config, known, fixed, reading, (key, value) => {
    throw refused(reading.where, key, 'null, false or empty, because it is not known here', value);
  });
}

/** The same for an optimizer, of whose config predictions do not depend: a field that is not known is a note. */
export function noteOtherFields(
  config: Fields,
  known: ReadonlySet<string>,
  fixed: Readonly<Record<string, readonly unknown[]>>,
  reading: Reading,
): void {
  const { where, notes } = reading;
  eachUnknownField(config, known, fixed, reading, (key, value) => {
    notes.add(`${where}: ${key} is not known here and is left out, got ${formatValue(value)}.`);
  });
}

function eachUnknownField(
  config: Fields,
  known: ReadonlySet<string>,
  fixed: Readonly<Record<string, readonly unknown[]>>,
  { where, notes }: Reading,
  visit: (key: string, value: unknown) => void,
): void {
  for (const [key, value] of Object.entries(config)) {
    const allowed = Object.hasOwn(fixed, key)
      ? fixed[key]
      : Object.hasOwn(FIXED, key)
        ? FIXED[key]
        : undefined;
    if (known.has(key) || WITHOUT_EFFECT.has(key) || INITIALIZER.test(key)) continue;
    if (allowed) {
      if (allowed.some((each) => JSON.stringify(each) === JSON.stringify(value))) continue;
      throw refused(where, key, allowed.map((each) => JSON.stringify(each)).join(' or '), value);
    }
    if (saysNothing(value)) continue;
    if (key === 'dtype') noteDtype(value, where, notes);
    else if (TRAINING_ONLY.test(key)) notes.add(`${where}: ${key} changes training alone, and is left out.`);
    else visit(key, value);
  }
}

/** Values by which Keras switches an option off. */
function saysNothing(value: unknown): boolean {
  if (value === null || value === false || value === '') return true;
  return typeof value === 'object' && Object.keys(value).length === 0;
}

/** Numbers are float32 here under every policy. */
function noteDtype(value: unknown, where: string, notes: Reading['notes']): void {
  const name = isFields(value) && isFields(value.config) ? value.config.name : value;
  if (name === 'float32' || name === 'int32' || name === 'int64' || name === 'string') return;
  notes.add(`${where}: dtype is float32 here, got ${formatValue(name)}.`);
}
