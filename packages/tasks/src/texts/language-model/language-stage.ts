import { Embedding } from '@seqloom/embeddings';
import { Dropout, type Layer } from '@seqloom/nn';
import { LSTM } from '@seqloom/recurrent';
import {
  adam,
  cosineDecay,
  input,
  Model,
  type SingleOutputModel,
  sparseCategoricalCrossentropy,
} from '@seqloom/train';
import type { Stage } from '../../run.ts';
import { CandidateLogits } from './candidate-logits.ts';
import { type StreamOptions, streamBatches } from './stream-batches.ts';

/** The numbers of a language model. */
export interface LanguageModelSettings extends Pick<StreamOptions, 'batchSize' | 'context' | 'candidates'> {
  readonly epochs: number;
  readonly learningRate: number;
  /** Dropped of the word vectors and of the states while it learns. */
  readonly dropout: number;
}

/** The texts of a language model as ids, without labels. */
export interface LanguageTexts {
  readonly train: readonly Int32Array[];
  readonly validation: readonly Int32Array[];
}

/**
 * A language model as what is trained before a classifier: it learns which word follows in the texts, whose labels it does not see. The
 * classifier then begins with its word vectors and its LSTM.
 *
 * States go on from one step to the next (truncated backpropagation through time).
 *
 * @param classifier has an `Embedding` and an `LSTM` after it
 *
 * **Source**: Dai and Le, _Semi-supervised Sequence Learning_, 2015, LM-LSTM.
 */
export function languageStage(
  classifier: SingleOutputModel,
  { train, validation }: LanguageTexts,
  { epochs, learningRate, dropout, ...streaming }: LanguageModelSettings,
  seed: number,
): Stage {
  const [vectors, reader] = [Embedding, LSTM].map((kind) =>
    classifier.layers.find((layer) => layer instanceof kind),
  ) as [Embedding, LSTM]; // a recipe with a language model has them
  const vocabulary = vectors.settings.inputDim;
  const options = { ...streaming, vocabulary, seed };
  const data = streamBatches(train, options);
  const validated = streamBatches(validation, options); // before the model: it refuses texts that are too short
  const embedding = new Embedding({ inputDim: vocabulary, outputDim: vectors.settings.outputDim });
  const lstm = new LSTM({ units: reader.settings.units, returnSequences: true, stateful: true });
  const ids = input([streaming.context], { name: 'ids' });
  const candidates = input([null], { name: 'candidates' });
  const read = lstm.apply(new Dropout({ rate: dropout }).apply(embedding.apply(ids)));
  const states = new Dropout({ rate: dropout }).apply(read);
  const outputs = new CandidateLogits({ vocabulary }).apply([states, candidates]);
  const model = new Model({ inputs: [ids, candidates], outputs, name: 'language_model' }).build({ seed });
  return {
    name: 'language model',
    model,
    training: {
      loss: sparseCategoricalCrossentropy({ fromLogits: true }),
      data,
      validation: validated,
      epochs,
      optimizer: adam({
        learningRate: cosineDecay({ initialLearningRate: learningRate, decaySteps: epochs * data.length }),
      }),
      measures: ({ loss, valLoss }) => ({ loss: loss!, valLoss: valLoss! }),
      callbacks: [{ name: 'stream', onEpochBegin: () => lstm.resetStates() }],
    },
    async finish(learned) {
      if (learned) {
        await copyWeights(embedding, vectors);
        await copyWeights(lstm, reader);
      }
      model.dispose();
    },
  };
}

async function copyWeights(from: Layer, to: Layer): Promise<void> {
  to.setWeights(await from.getWeights());
}
