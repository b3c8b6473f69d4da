import { formatValue } from '@seqloom/options';
import type { LookupMode, StringLookupOptions } from './lookup-options.ts';

/** A saved StringLookup as plain data. */
export interface StringLookupJSON {
  readonly className: string;
  readonly config: {
    readonly maxTokens: number | null;
    readonly numOovIndices: number;
    readonly maskToken: string | null;
    readonly oovToken: string;
    readonly outputMode: string;
    readonly padToMaxTokens: boolean;
    /** Without the special tokens. */
    readonly vocabulary: readonly string[];
    /** Begins with those of the special tokens. */
    readonly idfWeights: readonly number[] | null;
  };
}

/** What a saved StringLookup holds. */
export interface SavedLookup {
  readonly options: StringLookupOptions;
  readonly vocabulary: readonly string[];
  readonly idfWeights: readonly number[] | null;
}

/**
 * Reads a saved StringLookup. Options are checked by the constructor, the vocabulary where it is set, and the rest here.
 *
 * @throws TypeError for data of another form
 */
export function checkLookupConfig(json: unknown): SavedLookup {
  const { className, config } = fieldsOf('the data', json);
  if (className !== 'StringLookup') fail('className', "'StringLookup'", className);
  const { maxTokens, maskToken, vocabulary, idfWeights, ...others } = fieldsOf('config', config);
  if (!Array.isArray(vocabulary)) fail('vocabulary', 'an array of strings', vocabulary);
  if (idfWeights !== null && !Array.isArray(idfWeights))
    fail('idfWeights', 'an array of numbers or null', idfWeights);
  return {
    options: {
      ...(others as { readonly outputMode: LookupMode }),
      ...(maxTokens !== null && { maxTokens: maxTokens as number }),
      ...(maskToken !== null && { maskToken: maskToken as string }),
    },
    vocabulary,
    idfWeights,
  };
}

function fieldsOf(name: string, value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value === 'object' && value !== null) return value as Readonly<Record<string, unknown>>;
  return fail(name, 'an object', value);
}

function fail(name: string, expected: string, got: unknown): never {
  throw new TypeError(
    `StringLookup: ${name} in the saved data must be ${expected}, got ${formatValue(got)}.`,
  );
}
