import { readFileSync } from 'node:fs';

interface Recorded {
  readonly sampling: readonly {
    readonly logits: readonly number[];
    readonly options: object;
    readonly probabilities: readonly number[];
  }[];
  readonly searches: readonly {
    readonly seed: number;
    readonly beams: number;
    readonly lengthPenalty: number;
    readonly maxTokens: number;
    readonly found: readonly {
      readonly tokens: readonly number[];
      readonly score: number;
      readonly logProbability: number;
    }[];
  }[];
  readonly exhaustive: readonly {
    readonly seed: number;
    readonly lengthPenalty: number;
    readonly maxTokens: number;
    readonly tokens: readonly number[];
    readonly score: number;
  }[];
  readonly bleu: {
    readonly cases: readonly {
      readonly translations: readonly string[];
      readonly references: readonly (readonly string[])[];
      readonly options: object;
      readonly score: number;
      readonly precisions: readonly number[];
      readonly brevityPenalty: number;
      readonly length: number;
      readonly referenceLength: number;
    }[];
    readonly tokens: readonly (readonly [line: string, tokens: readonly string[]])[];
  };
  readonly ngrams: {
    readonly texts: readonly (readonly number[])[];
    readonly heldOut: readonly number[];
    readonly vocabularySize: number;
    readonly cases: readonly {
      readonly order: number;
      readonly logProbabilities: readonly number[];
      readonly mean: number;
    }[];
  };
}

const file = new URL('../../../tooling/oracles/recorded/generation.json', import.meta.url);

/** What `tooling/oracles/generation.py` has recorded. */
export const recorded: Recorded = JSON.parse(readFileSync(file, 'utf8'));
