import { readFileSync } from 'node:fs';
import type { MatrixMode, PadSequencesOptions, TokenizerOptions } from '../src/index.ts';

/** One random Tokenizer of tooling/oracles/text.py and what keras_preprocessing 1.1.0 said. */
export interface OracleCase {
  readonly options: {
    readonly num_words?: number;
    readonly oov_token?: string;
    readonly filters?: string;
    readonly lower?: boolean;
    readonly split?: string;
    readonly char_level?: boolean;
  };
  readonly texts: readonly string[];
  readonly fitted: number;
  readonly again: boolean;
  readonly tokens: readonly string[];
  readonly wordIndex: readonly (readonly [word: string, index: number, count: number, docs: number])[];
  readonly firstSeen: readonly number[];
  readonly indexDocs: readonly (readonly [number, number])[];
  readonly sequences: readonly (readonly number[])[];
  readonly texts_: readonly string[];
  readonly matrix?: {
    readonly mode: MatrixMode;
    readonly columns: number;
    readonly cells: readonly [number, number][];
  };
  readonly padded: {
    readonly options: Required<PadSequencesOptions> & { readonly maxlen: number | null };
    readonly shape: readonly number[];
    readonly data: readonly number[];
  };
  readonly hashed?: { readonly n: number; readonly indices: readonly number[] };
  readonly skipgrams: { readonly sequence: readonly number[]; readonly couples: readonly number[] };
}

/** Everything tooling/oracles/text.py records. */
export interface Oracle {
  readonly cases: readonly OracleCase[];
  readonly md5: readonly (readonly [string, string])[];
  readonly murmur3: readonly (readonly [string, number])[];
  readonly samplingTable: readonly number[];
  readonly samplingTableLarge: readonly number[];
  readonly whitespace: readonly number[];
}

/** The recorded answers, or those in the file SEQLOOM_TEXT_ORACLE (made by `text.py random COUNT SEED FILE`). */
export function readOracle(): Oracle {
  const recorded = new URL('../../../tooling/oracles/recorded/text.json', import.meta.url);
  return JSON.parse(readFileSync(process.env.SEQLOOM_TEXT_ORACLE ?? recorded, 'utf8'));
}

/** Keras' option names in ours. */
export function tokenizerOptions({ options }: OracleCase): TokenizerOptions {
  const { num_words, oov_token, char_level, ...same } = options;
  return {
    ...same,
    ...(num_words !== undefined && { numWords: num_words }),
    ...(oov_token !== undefined && { oovToken: oov_token }),
    ...(char_level !== undefined && { charLevel: char_level }),
  };
}
