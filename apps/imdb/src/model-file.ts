import { Conv1D, GlobalAveragePooling1D, GlobalMaxPooling1D, MaxPooling1D } from '@seqloom/convolutional';
import { Embedding } from '@seqloom/embeddings';
import { Dense, Flatten, type LayerClass } from '@seqloom/nn';
import { Bidirectional, GRU, LSTM, SimpleRNN } from '@seqloom/recurrent';
import { Tokenizer } from '@seqloom/text';
import { type LoadedModel, type LoadOptions, ModelFileError, type Sequential } from '@seqloom/train';
import { ReviewForm } from './review-form.ts';
import type { TrainedRecipe } from './train-recipe.ts';

/** The layers that recipes are made of; a file can name no others. */
const LAYERS: readonly LayerClass[] = [
  Bidirectional,
  Conv1D,
  Dense,
  Embedding,
  Flatten,
  GlobalAveragePooling1D,
  GlobalMaxPooling1D,
  GRU,
  LSTM,
  MaxPooling1D,
  SimpleRNN,
];

/** What `load` needs to read a model of this app. */
export const LOAD_OPTIONS: LoadOptions = { layers: LAYERS, attachments: [Tokenizer, ReviewForm] };

/** A model that answers texts. */
export interface ReviewModel {
  readonly model: Sequential;
  readonly tokenizer: Tokenizer;
  readonly form: ReviewForm;
}

/** What travels in the file beside the weights. */
export function attachmentsOf({ tokenizer, form }: Pick<TrainedRecipe, 'tokenizer' | 'form'>): {
  readonly tokenizer: Tokenizer;
  readonly form: ReviewForm;
} {
  return { tokenizer, form };
}

/**
 * Takes a file's model with its tokenizer and form.
 *
 * @throws ModelFileError when it is a model of something else; then nothing stays allocated
 */
export function reviewModelOf({ model, attachments, optimizer }: LoadedModel, file: string): ReviewModel {
  optimizer?.dispose();
  const tokenizer = attachments.get('tokenizer');
  const form = attachments.get('form');
  if (tokenizer instanceof Tokenizer && form instanceof ReviewForm) return { model, tokenizer, form };
  model.dispose();
  throw new ModelFileError(`${file} holds no model of film reviews: its tokenizer and form are missing.`);
}
