import type { Regularizer } from '@seqloom/nn';
import type { Field } from './field.ts';
import { isFields, type KerasObject, kerasObject } from './keras-object.ts';

/** A penalty on the size of weights. Other penalties than these are passed over with a note: they change training alone. */
export function regularizerField(key: string): Field {
  return {
    key,
    read: (value, { where, notes }) => {
      if (value === null || value === undefined) return undefined;
      const { className, config } = isFields(value)
        ? kerasObject(where, value)
        : ({} as Partial<KerasObject>);
      if (className && /^(L1|L2|L1L2)$/i.test(className)) return { l1: config?.l1 ?? 0, l2: config?.l2 ?? 0 };
      notes.add(`${where}: ${key} is not known here; it does not change predictions.`);
      return undefined;
    },
    write: (value) => {
      if (value === undefined) return null;
      const { l1 = 0, l2 = 0 } = value as Regularizer;
      const [className, config] =
        l1 === 0 ? ['L2', { l2 }] : l2 === 0 ? ['L1', { l1 }] : ['L1L2', { l1, l2 }];
      return { module: 'keras.regularizers', class_name: className, config, registered_name: null };
    },
  };
}
