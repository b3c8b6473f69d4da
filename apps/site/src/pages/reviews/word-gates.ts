import { dispose, type Tensor, tensor, tidy } from '@seqloom/backend';
import { GlobalMaxPooling1D } from '@seqloom/convolutional';
import { Embedding } from '@seqloom/embeddings';
import { Dropout, type Layer } from '@seqloom/nn';
import { Bidirectional, GRU, inspectGates, LSTM } from '@seqloom/recurrent';
import type { TextModel } from '@seqloom/tasks';

/** Numbers from 0 to 1 for the words of a text. */
export interface GateRow {
  readonly name: string;
  /** What the numbers say. */
  readonly about: string;
  /** One for each word; null for words that the model does not read. */
  readonly values: readonly (number | null)[];
}

/** What goes on within a network at each word. */
export interface WordGates {
  /** The layer, as its class is called. */
  readonly layer: string;
  readonly rows: readonly GateRow[];
}

/** What a gate does, by its name in the layers. */
const ABOUT: Readonly<Record<string, string>> = {
  input: 'How much of the word goes into the memory',
  forget: 'How much of the memory is kept',
  output: 'How much of the memory is shown',
  update: 'How much of the state is kept',
  reset: 'How much of the state is used to read the word',
};

/**
 * The gates of the recurrent layer that reads the words of a text, each the mean of its units, and, where the largest values over all words
 * are what the answer is made of, the fraction of these values that comes from each word.
 *
 * @returns undefined for a network without such a layer right after the word vectors
 */
export async function wordGates(
  { model, tokenizer, form }: TextModel,
  text: string,
): Promise<WordGates | undefined> {
  if (form.input !== 'ids') return undefined;
  const layers = model.layers.filter((layer) => !(layer instanceof Dropout));
  const [embedding, reader, next] = layers;
  if (!(embedding instanceof Embedding) || !reader) return undefined;
  const directions = directionsOf(reader);
  if (directions.length === 0) return undefined;

  const tokens = tokenizer.textToTokens(form.typed(text));
  const places = readPlaces(
    form,
    tokens.map(({ index }) => index),
  );
  if (places.length === 0) return undefined;
  const ids = places.map((place) => tokens[place]!.index!);
  const { data, shape } = form.inputs([Int32Array.from(ids)]);
  const inputs = tidy(() => {
    const x = tensor(data, shape, 'int32');
    const { output, mask } = embedding.applyMasked(x, {});
    return { vectors: output as Tensor, mask: mask as Tensor | undefined };
  });
  const first = shape[1]! - ids.length; // texts are filled up in front
  const perWord = (values: readonly (number | undefined)[]) => {
    const row = tokens.map((): number | null => null);
    for (const [i, place] of places.entries()) row[place] = values[i] ?? null;
    return row;
  };
  try {
    const rows: GateRow[] = [];
    const outputs: (readonly Float32Array[])[] = [];
    for (const { layer, name } of directions) {
      const { gates, h } = await inspectGates(
        layer,
        inputs.vectors,
        inputs.mask ? { mask: inputs.mask } : {},
      );
      outputs.push(h.slice(first));
      for (const [gate, steps] of Object.entries(
        gates as Readonly<Record<string, readonly Float32Array[]>>,
      )) {
        const about = ABOUT[gate];
        if (about === undefined) continue; // the candidate is no share
        rows.push({
          name: `${gate} gate${name}`,
          about: `${about}; the mean of ${steps[0]!.length} units`,
          values: perWord(steps.slice(first).map(mean)),
        });
      }
    }
    const pooled = next instanceof GlobalMaxPooling1D ? [pooledRow(outputs, perWord)] : [];
    return { layer: reader.className, rows: [...pooled, ...rows] };
  } finally {
    dispose(inputs.vectors, ...(inputs.mask ? [inputs.mask] : []));
  }
}

interface Direction {
  readonly layer: GRU<boolean> | LSTM<boolean>;
  /** Behind the names of its gates. */
  readonly name: string;
}

/** The layers that read the words; none for another kind of layer, or one without gates. */
function directionsOf(reader: Layer): readonly Direction[] {
  const both =
    reader instanceof Bidirectional
      ? [
          { layer: reader.forwardLayer, name: ', forwards' },
          { layer: reader.backwardLayer, name: ', backwards' },
        ]
      : [{ layer: reader as Layer, name: '' }];
  const hasGates = ({ layer }: { readonly layer: unknown }) => layer instanceof GRU || layer instanceof LSTM;
  return both.every(hasGates) ? (both as Direction[]) : [];
}

/** The places of the words that the model reads, in the order in which it reads them. */
function readPlaces(
  { maxlen, reversed }: TextModel['form'],
  indices: readonly (number | undefined)[],
): readonly number[] {
  const known = indices.flatMap((index, place) => (index === undefined ? [] : [place]));
  const directed = reversed ? known.toReversed() : known;
  return directed.slice(-maxlen!); // texts are cut in front; models that read ids have a length
}

/** Of the largest values over all words, one a unit: the fraction that comes from each word. */
function pooledRow(
  outputs: readonly (readonly Float32Array[])[],
  perWord: (values: readonly number[]) => readonly (number | null)[],
): GateRow {
  const counts = outputs[0]!.map(() => 0);
  let units = 0;
  for (const steps of outputs) {
    for (let unit = 0; unit < steps[0]!.length; unit++) {
      let best = 0;
      for (let t = 1; t < steps.length; t++) if (steps[t]![unit]! > steps[best]![unit]!) best = t;
      counts[best]!++;
      units++;
    }
  }
  return {
    name: 'what the answer takes from each word',
    about: `The fraction of the ${units} largest values over all words, of which the answer is made, that comes from each word`,
    values: perWord(counts.map((count) => count / units)),
  };
}

function mean(values: Float32Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
