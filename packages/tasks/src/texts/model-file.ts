import { Conv1D, GlobalAveragePooling1D, GlobalMaxPooling1D, MaxPooling1D } from '@seqloom/convolutional';
import { Embedding, EmbeddingBag } from '@seqloom/embeddings';
import { Concatenate, Dense, Dot, Dropout, Flatten, type LayerClass, Softmax } from '@seqloom/nn';
import { Bidirectional, GRU, LSTM, SimpleRNN } from '@seqloom/recurrent';
import { Tokenizer } from '@seqloom/text';
import { type LoadedModel, type LoadOptions, Model, ModelFileError, Sequential } from '@seqloom/train';
import { readersIn } from './text-attachments.ts';
import { TextForm } from './text-form.ts';
import type { TextModel } from './text-types.ts';

/** The layers that recipes are made of; a file can name no others. */
const LAYERS: readonly LayerClass[] = [
  Bidirectional,
  Concatenate,
  Conv1D,
  Dense,
  Dot,
  Dropout,
  Embedding,
  EmbeddingBag,
  Flatten,
  GlobalAveragePooling1D,
  GlobalMaxPooling1D,
  GRU,
  LSTM,
  MaxPooling1D,
  Model,
  Sequential,
  SimpleRNN,
  Softmax,
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
  const [reader, ...others] = readersIn(attachments);
  if (reader && 1 + others.length === Math.max(1, model.inputNames.length)) {
    return { model, ...reader, ...(others.length > 0 && { others }) };
  }
  model.dispose();
  throw new ModelFileError(`${file} holds no model of texts: its tokenizer and form are missing.`);
}
