import { Conv1D, GlobalAveragePooling1D, GlobalMaxPooling1D, MaxPooling1D } from '@seqloom/convolutional';
import { Embedding, EmbeddingBag } from '@seqloom/embeddings';
import { Dense, Dropout, Flatten, type LayerClass } from '@seqloom/nn';
import { Bidirectional, GRU, LSTM, SimpleRNN } from '@seqloom/recurrent';
import { Tokenizer } from '@seqloom/text';
import { type LoadedModel, type LoadOptions, ModelFileError } from '@seqloom/train';
import { TextForm } from './text-form.ts';
import type { TextModel } from './text-types.ts';

/** The layers that recipes are made of; a file can name no others. */
const LAYERS: readonly LayerClass[] = [
  Bidirectional,
  Conv1D,
  Dense,
  Dropout,
  Embedding,
  EmbeddingBag,
  Flatten,
  GlobalAveragePooling1D,
  GlobalMaxPooling1D,
  GRU,
  LSTM,
  MaxPooling1D,
  SimpleRNN,
];

/** The form in files that were written when all texts were reviews; its name tells that they are imdb's. */
class ReviewForm extends TextForm {
  static override readonly className: string = 'ReviewForm';
  override readonly className: string = ReviewForm.className;

  static override fromJSON(json: unknown): ReviewForm {
    const { recipe, input, reversed, words, maxlen } = TextForm.fromJSON(json);
    return new ReviewForm(
      { name: recipe, input, reversed },
      { words, ...(maxlen !== undefined && { maxlen }) },
    );
  }
}

/** What `load` needs to read a model of texts. */
export const TEXT_LOAD_OPTIONS: LoadOptions = {
  layers: LAYERS,
  attachments: [Tokenizer, TextForm, ReviewForm],
};

/**
 * Takes a file's model with its tokenizer and form.
 *
 * @throws ModelFileError when it is a model of something else; then nothing stays allocated
 */
export function textModelOf({ model, attachments, optimizer }: LoadedModel, file: string): TextModel {
  optimizer?.dispose();
  const tokenizer = attachments.get('tokenizer');
  const form = attachments.get('form');
  if (tokenizer instanceof Tokenizer && form instanceof TextForm) return { model, tokenizer, form };
  model.dispose();
  throw new ModelFileError(`${file} holds no model of texts: its tokenizer and form are missing.`);
}
