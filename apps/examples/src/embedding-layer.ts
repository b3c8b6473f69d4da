import { dispose, type Tensor, tensor } from '@seqloom/backend';
import { Embedding } from '@seqloom/embeddings';
import { padSequences } from '@seqloom/text';
import { type Listing, shapeText } from './listing.ts';

/** A dictionary from ids to vectors that training changes: `[B, T]` ids become `[B, T, 64]`. */
export const embeddingLayer: Listing = {
  item: '6.5',
  title: 'Embedding: ids to vectors',
  source: 'listing 6.5',
  run({ print, seed }) {
    const layer = new Embedding({ inputDim: 1000, outputDim: 64 });
    layer.build([null, null], { seed });
    const shapes = [
      [32, 10],
      [64, 15],
    ].map(([samples, length]) => {
      const sequences = Array.from({ length: samples! }, (_, i) => [(7 * i) % 1000, i % 1000]);
      const { data, shape } = padSequences(sequences, { maxlen: length! });
      const ids = tensor(data, [...shape], 'int32');
      const vectors = layer.apply(ids) as Tensor; // a layer with one output returns one tensor
      const text = `${shapeText(ids.shape)} -> ${shapeText(vectors.shape)}`;
      dispose(ids, vectors);
      print(text);
      return text;
    });
    const wrong = tensor(Int32Array.of(1000), [1, 1], 'int32');
    let refused = '';
    try {
      dispose(layer.apply(wrong) as Tensor);
    } catch (error) {
      refused = (error as Error).message;
    }
    dispose(wrong);
    layer.dispose();
    print(refused);
    return { shapes: shapes.join('; '), refused };
  },
};
