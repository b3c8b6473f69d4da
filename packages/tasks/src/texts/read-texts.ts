import { type NdArray, ndArray } from '@seqloom/arrays';
import type { ModelBatch } from '@seqloom/train';
import { pausing } from '../pausing.ts';
import type { ClassifiedTexts } from './text-source.ts';
import type { TextModel, TextReader } from './text-types.ts';

/** The ids of texts, for each reader of a model. */
export type TextIds = readonly (readonly Int32Array[])[];

/** How the networks of a model read texts: one way, or that of each member of an ensemble. */
export function readersOf({ tokenizer, form, others = [] }: Omit<TextModel, 'model'>): readonly TextReader[] {
  return [{ tokenizer, form }, ...others];
}

/** Texts as the ids that a model takes. */
export function idsOf(model: Omit<TextModel, 'model'>, texts: readonly string[]): TextIds {
  return readersOf(model).map(({ tokenizer, form }) => form.sequences(tokenizer, texts));
}

/** The input of a model for some rows of ids; a list for an ensemble. */
export function inputsOf(
  model: Omit<TextModel, 'model'>,
  ids: TextIds,
  start: number,
  end: number,
): NdArray | readonly NdArray[] {
  const inputs = readersOf(model).map(({ form }, i) => form.inputs(ids[i]!.slice(start, end)));
  return inputs.length === 1 ? inputs[0]! : inputs;
}

/** Texts a batch where nothing is learned. */
const BATCH = 256;

/** Labelled texts in their order, as batches for a model; they can be iterated again. */
export async function readBatches(
  model: Omit<TextModel, 'model'>,
  { texts, labels }: ClassifiedTexts,
  signal?: AbortSignal,
): Promise<Iterable<ModelBatch> & { readonly length: number; readonly samples: number }> {
  const ids: Int32Array[][] = [];
  for (const { tokenizer, form } of readersOf(model)) {
    const own: Int32Array[] = [];
    for await (const text of pausing(texts, signal)) own.push(...form.sequences(tokenizer, [text]));
    ids.push(own);
  }
  return {
    length: Math.ceil(texts.length / BATCH),
    samples: texts.length,
    *[Symbol.iterator]() {
      for (let start = 0; start < texts.length; start += BATCH) {
        const end = Math.min(texts.length, start + BATCH);
        yield { inputs: inputsOf(model, ids, start, end), targets: ndArray(labels.slice(start, end)) };
      }
    },
  };
}
