import type { Schedule } from '@seqloom/train';
import { type Field, refused } from '../config/field.ts';
import { isFields, kerasObject } from '../config/keras-object.ts';
import { camelCase, snakeCase } from '../config/names.ts';

/** Schedules that both have: Keras' name is the type here with a capital letter. */
const SCHEDULES: ReadonlySet<string> = new Set([
  'exponentialDecay',
  'inverseTimeDecay',
  'polynomialDecay',
  'piecewiseConstantDecay',
  'cosineDecay',
  'cosineDecayRestarts',
]);

/** A step size: a number or a schedule. */
export function learningRateField(key: string): Field {
  return {
    key,
    read: (value, { where }) => {
      if (!isFields(value)) return value ?? undefined;
      const { className, config } = kerasObject(where, value);
      const type = className.charAt(0).toLowerCase() + className.slice(1);
      if (!SCHEDULES.has(type))
        throw refused(where, key, 'a number or a schedule that is known here', className);
      const settings = Object.entries(config).filter(
        ([name, setting]) => name !== 'name' && setting !== null,
      );
      return { type, ...Object.fromEntries(settings.map(([name, setting]) => [camelCase(name), setting])) };
    },
    write: (value) => {
      if (typeof value !== 'object' || value === null) return value;
      const { type, ...settings } = value as Schedule;
      if (!SCHEDULES.has(type)) {
        throw new TypeError(
          `saveKeras: Keras has no schedule ${type}. Set optimizer.learningRate to a number first.`,
        );
      }
      return {
        module: 'keras.optimizers.schedules',
        class_name: type.charAt(0).toUpperCase() + type.slice(1),
        config: Object.fromEntries(
          Object.entries(settings).map(([name, setting]) => [snakeCase(name), setting]),
        ),
        registered_name: null,
      };
    },
  };
}
