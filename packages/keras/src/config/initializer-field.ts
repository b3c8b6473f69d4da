import { getInitializer, type InitializerConfig, type InitializerOption } from '@seqloom/nn';
import type { Field } from './field.ts';
import { isFields, kerasObject } from './keras-object.ts';
import { camelCase, snakeCase } from './names.ts';

type Type = InitializerConfig['type'];

/** By the type here: Keras' class, and the settings that both have. */
const CLASSES: Readonly<Record<Exclude<Type, 'uniform' | 'normal'>, readonly [string, ...string[]]>> = {
  zeros: ['Zeros'],
  ones: ['Ones'],
  constant: ['Constant', 'value'],
  randomUniform: ['RandomUniform', 'minval', 'maxval'],
  randomNormal: ['RandomNormal', 'mean', 'stddev'],
  truncatedNormal: ['TruncatedNormal', 'mean', 'stddev'],
  varianceScaling: ['VarianceScaling', 'scale', 'mode', 'distribution'],
  glorotUniform: ['GlorotUniform'],
  glorotNormal: ['GlorotNormal'],
  heUniform: ['HeUniform'],
  heNormal: ['HeNormal'],
  lecunUniform: ['LecunUniform'],
  lecunNormal: ['LecunNormal'],
  orthogonal: ['Orthogonal', 'gain'],
  identity: ['Identity', 'gain'],
};

/** Initializers without a random number: Keras gives them no seed. */
const SEEDLESS: ReadonlySet<string> = new Set(['Zeros', 'Ones', 'Constant', 'Identity']);

/** `fan_in`, `truncated_normal`; Keras 3 calls the distribution that is not truncated so. */
const settingHere = (value: unknown): unknown =>
  typeof value === 'string' ? (value === 'untruncated_normal' ? 'normal' : camelCase(value)) : value;
const settingThere = (key: string, value: unknown): unknown => {
  if (typeof value !== 'string') return value;
  return key === 'distribution' && value === 'normal' ? 'untruncated_normal' : snakeCase(value);
};

/**
 * An initializer. It matters only where new weights are made, since a file holds them; one that is not known here is
 * therefore passed over with a note.
 */
export function initializerField(key: string): Field {
  return {
    key,
    read: (value, { where, notes }) => {
      if (value === null || value === undefined) return undefined;
      const initializer = readInitializer(value);
      if (initializer) return initializer;
      notes.add(`${where}: ${key} is not known here, and not needed: the file holds the weights.`);
      return undefined;
    },
    write: writeInitializer,
  };
}

function readInitializer(value: unknown): InitializerOption | undefined {
  const [name, config] = isFields(value)
    ? [kerasObject('initializer', value).className, kerasObject('initializer', value).config]
    : [camelCase(String(value)), {}];
  const type = (Object.keys(CLASSES) as (keyof typeof CLASSES)[]).find(
    (each) => CLASSES[each][0] === name || each === name,
  );
  const option = name === 'uniform' || name === 'normal' ? name : type;
  if (!option) return undefined;
  const [, ...settings] = type ? CLASSES[type] : [''];
  const given = settings
    .filter((key) => config[key] !== undefined && config[key] !== null)
    .map((key) => [key, settingHere(config[key])] as const);
  const made =
    given.length === 0 ? option : ({ type: option, ...Object.fromEntries(given) } as InitializerConfig);
  return works(made) ? made : undefined;
}

function works(option: InitializerOption): boolean {
  try {
    getInitializer('initializer', option);
    return true;
  } catch {
    return false;
  }
}

function writeInitializer(value: unknown): unknown {
  if (typeof value === 'function' || value === undefined) return undefined;
  const { type, ...settings } =
    typeof value === 'string' ? { type: value as Type } : (value as InitializerConfig);
  const row = CLASSES[type === 'uniform' ? 'randomUniform' : type === 'normal' ? 'randomNormal' : type];
  const [className] = row;
  const config = Object.entries(settings).map(([key, setting]) => [key, settingThere(key, setting)] as const);
  return {
    module: 'keras.initializers',
    class_name: className,
    config: { ...Object.fromEntries(config), ...(!SEEDLESS.has(className) && { seed: null }) },
    registered_name: null,
  };
}
