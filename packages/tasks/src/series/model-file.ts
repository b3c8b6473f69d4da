import { Conv1D, GlobalMaxPooling1D, MaxPooling1D } from '@seqloom/convolutional';
import {
  Add,
  Dense,
  DLinear,
  Flatten,
  type LayerClass,
  Permute,
  Reshape,
  ReversibleNormalization,
} from '@seqloom/nn';
import { Bidirectional, GRU, LSTM, SegmentGRU } from '@seqloom/recurrent';
import { type LoadedModel, type LoadOptions, Model, ModelFileError } from '@seqloom/train';
import type { SeriesModel } from './forecasts.ts';
import { SeriesForm } from './series-form.ts';

/** The layers that recipes are made of; a file can name no others. */
const LAYERS: readonly LayerClass[] = [
  Add,
  Bidirectional,
  Conv1D,
  Dense,
  DLinear,
  Flatten,
  GlobalMaxPooling1D,
  GRU,
  LSTM,
  MaxPooling1D,
  Model,
  Permute,
  Reshape,
  ReversibleNormalization,
  SegmentGRU,
];

/** What `load` needs to read a model of this app. */
export const SERIES_LOAD_OPTIONS: LoadOptions = { layers: LAYERS, attachments: [SeriesForm] };

/**
 * Takes a file's model with its form.
 *
 * @throws ModelFileError when it is a model of something else, or model and form contradict each other; then nothing
 * stays allocated
 */
export function seriesModelOf({ model, attachments, optimizer }: LoadedModel, file: string): SeriesModel {
  optimizer?.dispose();
  const form = attachments.get('form');
  if (form instanceof SeriesForm) {
    const { lookback, step } = form.fields.task;
    const [, length, width] = model.inputShape;
    if (length === lookback / step && width === form.width) return { model, form };
  }
  model.dispose();
  throw new ModelFileError(
    `${file} holds no model of a series: ${form ? 'its form does not fit its layers' : 'its form is missing'}.`,
  );
}
