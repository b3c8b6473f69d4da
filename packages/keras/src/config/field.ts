import { formatValue } from '@seqloom/options';
import { KerasFileError } from '../keras-file-error.ts';
import type { Notes } from '../notes.ts';

/** What is known while a config is read. */
export interface Reading {
  /** The layer or optimizer that messages name. */
  readonly where: string;
  readonly notes: Notes;
  /** Written by Keras 1 or 2, TensorFlow's included, or by TensorFlow.js. */
  readonly old: boolean;
}

/**
 * An option here and its field in a config there.
 *
 * @typeParam Read what reading needs to know
 * @typeParam Write what writing needs to know
 */
export interface Field<Read extends Reading = Reading, Write = unknown> {
  /** The name in the config. */
  readonly key: string;
  /** The name in configs of Keras 1 and 2, where that is another one. */
  readonly oldKey?: string;
  /** The option; undefined leaves it out. */
  readonly read: (value: unknown, reading: Read) => unknown;
  /** The value in the config. Undefined leaves it out: Keras has its default then. */
  readonly write: (value: unknown, writing: Write) => unknown;
}

/** A value that both have alike. What Keras calls None is left out here. */
export function plain(key: string): Field {
  return { key, read: (value) => value ?? undefined, write: (value) => value ?? null };
}

/** A number that Keras writes as a list of one, because its layer has one axis. */
export function listOfOne(key: string): Field {
  return {
    key,
    read: (value, { where }) => {
      if (!Array.isArray(value)) return value ?? undefined;
      if (value.length === 1) return value[0];
      throw refused(where, key, 'one number', value);
    },
    write: (value) => (value === undefined ? null : [value]),
  };
}

/** The error for a field whose value has no meaning here. */
export function refused(where: string, key: string, expected: string, got: unknown): KerasFileError {
  return new KerasFileError(`${where}: ${key} must be ${expected}, got ${formatValue(got)}.`);
}
