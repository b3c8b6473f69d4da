import { type Field, refused } from './field.ts';
import { isFields } from './keras-object.ts';
import { camelCase, snakeCase } from './names.ts';

/** Names that Keras has besides. */
const OTHER_NAMES: Readonly<Record<string, string>> = { hard_swish: 'hardSilu', swish: 'silu' };

/** An activation by name. The constructor of the layer knows the names. */
export function activationField(key: string): Field {
  return {
    key,
    read: (value, { where, old }) => {
      if (value === null || value === undefined) return 'linear';
      // Some versions write a function of Keras as an object with its name in place of the config.
      const name = isFields(value) && value.class_name === 'function' ? value.config : value;
      if (typeof name !== 'string') throw refused(where, key, 'the name of an activation', value);
      if (old && name === 'hard_sigmoid') return 'legacyHardSigmoid';
      return OTHER_NAMES[name] ?? camelCase(name);
    },
    write: (value) => {
      if (value !== 'legacyHardSigmoid') return value === 'swish' ? 'silu' : snakeCase(value as string);
      throw new TypeError(
        `saveKeras: ${key}: Keras 3 has no hard sigmoid of Keras 1 and 2, got 'legacyHardSigmoid'.`,
      );
    },
  };
}
