import type { Preprocessor } from '@seqloom/arrays';
import type { Fields } from '../config/keras-object.ts';
import { snakeCase } from '../config/names.ts';

/** Settings of the layers of Keras that strings go through, besides those that have the same name here in camelCase. */
const CLASSES: Readonly<Record<string, { readonly className: string; readonly config: Fields }>> = {
  TextVectorizer: {
    className: 'TextVectorization',
    config: { encoding: 'utf-8', ragged: false, sparse: false },
  },
  StringLookup: { className: 'StringLookup', config: { encoding: 'utf-8', invert: false, sparse: false } },
};

/**
 * A `TextVectorizer` or `StringLookup` as the layer of Keras with its vocabulary.
 *
 * @throws TypeError for another preprocessor, and for one with functions, which a file cannot hold
 */
export function writePreprocessor(preprocessor: Preprocessor, name: string): Fields {
  const { className, config } = preprocessor.toJSON();
  const known = Object.hasOwn(CLASSES, className) ? CLASSES[className] : undefined;
  if (!known)
    throw new TypeError(`saveKeras: Keras has no preprocessor ${className}. Give the model without it.`);
  const entries = Object.entries(config as Fields).map(([key, value]) => {
    if (value === 'function' || (key === 'split' && typeof value === 'object')) {
      throw new TypeError(
        `saveKeras: ${className}: ${key} must be a name, which a file can hold. Give the model without it.`,
      );
    }
    return [snakeCase(key), written(key, value)] as const;
  });
  const { idf_weights: weights, ...fields } = Object.fromEntries(entries) as Fields;
  const { vocabulary } = config as { readonly vocabulary?: readonly string[] };
  return {
    module: 'keras.layers',
    class_name: known.className,
    config: {
      name,
      trainable: true,
      dtype: fields.output_mode === 'int' ? 'int64' : 'float32',
      ...known.config,
      ...fields,
      // Keras makes those of its special tokens itself.
      idf_weights: Array.isArray(weights) ? weights.slice(weights.length - (vocabulary?.length ?? 0)) : null,
    },
    registered_name: null,
  };
}

/** `multiHot` → `multi_hot`; tokens are as they are. */
function written(key: string, value: unknown): unknown {
  if (value === 'none') return null;
  return ['standardize', 'split', 'outputMode'].includes(key) ? snakeCase(value as string) : value;
}
