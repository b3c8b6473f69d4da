export { type BeamSearchOptions, type BeamSequence, beamSearch } from './beam-search.ts';
export { type BLEUScore, type CorpusBLEUOptions, corpusBLEU } from './corpus-bleu.ts';
export { greedySearch } from './greedy-search.ts';
export { NgramModel, type NgramModelOptions } from './ngram-model.ts';
export { type SampleTokensOptions, sampleTokens } from './sample-tokens.ts';
export type { FoundSequence, SearchOptions } from './search-options.ts';
export type { TokenModel } from './token-model.ts';
export { type SamplingOptions, tokenProbabilities } from './token-probabilities.ts';
export { tokenize13a } from './tokenize-13a.ts';
