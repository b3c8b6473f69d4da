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
  'lora_alpha',
  'name',
  'renorm_clipping',
  'renorm_momentum',
  'seed',
  'synchronized',
  'trainable',
  'unroll',
  'use_cudnn',
]);

/** Fields that change training alone. */
const TRAINING_ONLY = /(_constraint|^activity_regularizer)$/;

/**
 * Checks the fields of a config that are not options: those with one meaning here must have it, others are passed over, with a
 * note where they say something.
 */
export function checkOtherFields(
  config: Fields,
  known: ReadonlySet<string>,
  fixed: Readonly<Record<string, readonly unknown[]>>,
  { where, notes }: Reading,
): void {
  for (const [key, value] of Object.entries(config)) {
    const allowed = Object.hasOwn(fixed, key)
      ? fixed[key]
      : Object.hasOwn(FIXED, key)
        ? FIXED[key]
        : undefined;
    if (known.has(key) || WITHOUT_EFFECT.has(key)) continue;
    if (allowed) {
      if (allowed.some((each) => JSON.stringify(each) === JSON.stringify(value))) continue;
      throw refused(where, key, allowed.map((each) => JSON.stringify(each)).join(' or '), value);
    }
    if (value === null || value === false) continue;
    if (key === 'dtype') noteDtype(value, where, notes);
    else if (TRAINING_ONLY.test(key)) notes.add(`${where}: ${key} changes training alone, and is left out.`);
    else notes.add(`${where}: ${key} is not known here and is left out, got ${formatValue(value)}.`);
  }
}

/** Numbers are float32 here, whatever the policy. */
function noteDtype(value: unknown, where: string, notes: Reading['notes']): void {
  const name = isFields(value) && isFields(value.config) ? value.config.name : value;
  if (name === 'float32' || name === 'int32' || name === 'int64' || name === 'string') return;
  notes.add(`${where}: dtype is float32 here, got ${formatValue(name)}.`);
}
