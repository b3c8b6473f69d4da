import { Attention } from '@seqloom/attention';
import { Embedding } from '@seqloom/embeddings';
import { Concatenate, Dense, Dropout, type SymbolicTensor } from '@seqloom/nn';
import { LSTM } from '@seqloom/recurrent';
import { input, Model, type SingleOutputModel } from '@seqloom/train';
import type { TranslationRecipe, TranslationSettings } from './translation-types.ts';

/** How many words each language has. */
export interface VocabularySizes {
  readonly source: number;
  readonly target: number;
}

/**
 * An LSTM reads the sentence, another one writes its translation from the states that the first ends with: after each word of `target` the probabilities of the next.
 * With attention it also sees what the encoder gave for every word, weighted by how well it fits (Luong et al. 2015).
 */
export function translationNetwork(
  { name, attention }: TranslationRecipe,
  { embeddingSize, units, dropout }: TranslationSettings,
  sizes: VocabularySizes,
  seed: number,
): SingleOutputModel {
  const source = input([null], { name: 'source' });
  const target = input([null], { name: 'target' });
  const vectors = (language: keyof VocabularySizes, ids: SymbolicTensor) =>
    new Embedding({
      inputDim: sizes[language],
      outputDim: embeddingSize,
      maskZero: true,
      name: `${language}_words`,
    }).apply(ids);
  const encoder = new LSTM({ units, returnSequences: true, returnState: true, name: 'encoder' });
  const [encoded, h, c] = encoder.apply(vectors('source', source)) as readonly SymbolicTensor[];
  const decoder = new LSTM({ units, returnSequences: true, name: 'decoder' });
  let state = decoder.apply(vectors('target', target), { initialState: [h!, c!] });
  if (attention) {
    const seen = new Attention({ name: 'attention' }).apply([state, encoded!]);
    const both = new Concatenate({ name: 'both' }).apply([state, seen]);
    state = new Dense({ units, activation: 'tanh', name: 'attended' }).apply(both);
  }
  const kept = new Dropout({ rate: dropout, name: 'dropout' }).apply(state);
  const outputs = new Dense({ units: sizes.target, activation: 'softmax', name: 'next_word' }).apply(kept);
  const model = new Model({ inputs: [source, target], outputs, name });
  try {
    return model.build({ seed });
  } catch (error) {
    model.dispose();
    throw error;
  }
}
