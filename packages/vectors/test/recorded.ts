import { readFileSync } from 'node:fs';

type Ranked = [word: string, similarity: number][];
interface RecordedAnalogies {
  readonly accuracy: number;
  readonly sections: [name: string, correct: number, asked: number][];
}
interface RecordedPairs {
  readonly pearson: number;
  readonly spearman: number;
}

/** What gensim answered; `tooling/oracles/word_vectors.py` recorded it. */
export const recorded: {
  readonly small: {
    readonly words: string[];
    readonly vectors: number[];
    readonly cosine: [string, string, number][];
    readonly mostSimilar: { positive: string[]; negative: string[]; answer: Ranked }[];
    readonly among20: Ranked;
    readonly doesNotMatch: [string[], string][];
    readonly questions: string[];
    readonly pairs: string[];
    readonly analogies: RecordedAnalogies;
    readonly analogiesCase: RecordedAnalogies;
    readonly analogiesAmong20: RecordedAnalogies;
    readonly wordPairs: RecordedPairs;
    readonly wordPairsCase: RecordedPairs;
  };
  readonly glove: {
    readonly mostSimilar: Record<string, Ranked>;
    readonly queen: Ranked;
    readonly wordPairs: RecordedPairs;
    readonly analogiesAmong5000: RecordedAnalogies;
    readonly analogiesAmong30000: RecordedAnalogies;
  };
} = JSON.parse(
  readFileSync(new URL('../../../tooling/oracles/recorded/word_vectors.json', import.meta.url), 'utf8'),
);
