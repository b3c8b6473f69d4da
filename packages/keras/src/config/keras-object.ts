import { formatValue } from '@seqloom/options';
import { KerasFileError } from '../keras-file-error.ts';

/** An object of JSON. */
export type Fields = Readonly<Record<string, unknown>>;

/** A layer, an initializer or anything else that Keras writes with its class. */
export interface KerasObject {
  readonly className: string;
  readonly config: Fields;
  /** Of Keras itself, or of what a user registered: `package>Name`. */
  readonly registeredName: string | undefined;
  /** Whether the class is a layer or something else of Keras' own. */
  readonly builtIn: boolean;
  /** Whether it is an operation of Keras, which stands among the layers of a graph. */
  readonly isOperation: boolean;
  /** What stands beside the config: `name`, `inbound_nodes`. */
  readonly fields: Fields;
}

/** Modules whose classes are Keras' own; older files name none. */
const OWN_MODULE = /^(keras|tf_keras|tensorflow\.keras|tensorflow\.python\.keras)(\.|$)/;
/** Modules of operations, some of which have the name of a layer that does something else. */
const OPERATIONS = /^keras\.(src\.)?ops(\.|$)/;

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** @throws KerasFileError unless the value is an object of JSON */
export function fieldsOf(where: string, value: unknown): Fields {
  if (isFields(value)) return value;
  throw new KerasFileError(`${where}: expected an object, got ${formatValue(value)}.`);
}

/** @throws KerasFileError unless the value is a list */
export function listOf(where: string, value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw new KerasFileError(`${where}: expected a list, got ${formatValue(value)}.`);
}

/** @throws KerasFileError unless the value is an object with a class and a config */
export function kerasObject(where: string, value: unknown): KerasObject {
  const fields = fieldsOf(where, value);
  const { class_name: className, config, module, registered_name: registered } = fields;
  if (typeof className !== 'string') {
    throw new KerasFileError(`${where}: class_name must be a text, got ${formatValue(className)}.`);
  }
  const isOperation = typeof module === 'string' && OPERATIONS.test(module);
  return {
    className,
    // Keras 2.1 wrote the layers of a Sequential where its config belongs.
    config: Array.isArray(config) ? { layers: config } : fieldsOf(`${where}: config of ${className}`, config),
    registeredName: typeof registered === 'string' ? registered : undefined,
    builtIn: module === undefined || (typeof module === 'string' && OWN_MODULE.test(module) && !isOperation),
    isOperation,
    fields,
  };
}
