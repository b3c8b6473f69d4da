// What the model in sentiment-file.ts has learned from and reaches; written by tooling/pretrained. Do not edit.
import type { ModelCard } from '../models/model-card.ts';

export const SENTIMENT_CARD: ModelCard = {
  "words": 8999,
  "parameters": 608929,
  "bytes": 795520,
  "trainedOn": {
    "sentencePolarity": 8530,
    "uciSentences": 3000,
    "bundledReviews": 1166,
    "negationSentences": 6000
  },
  "accuracy": {
    "sentencePolarity": {
      "samples": 2132,
      "accuracy": 0.7926829268292683
    },
    "negation": {
      "samples": 20,
      "accuracy": 0.75
    },
    "imdbTest": {
      "samples": 25000,
      "accuracy": 0.8428
    }
  }
};
