import * as attention from '@seqloom/attention';
import { startBackend } from '@seqloom/backend-testkit';
import { wasmBackend } from '@seqloom/backend-wasm';
import * as convolutional from '@seqloom/convolutional';
import * as embeddings from '@seqloom/embeddings';
import * as nn from '@seqloom/nn';
import * as recurrent from '@seqloom/recurrent';
import { Sequential } from '@seqloom/train';
import { expect, test } from 'vitest';
import { saveKeras } from '../src/index.ts';
import { rowNamed } from '../src/layers/layer-table.ts';

startBackend(wasmBackend());

/** Layers that Keras does not have. */
const ONLY_HERE = [
  'DLinear',
  'EmbeddingBag',
  'PositionEmbedding',
  'ReversibleNormalization',
  'SegmentGRU',
  'SinePositionEncoding',
];

test('every class of layers is in the table, or is one that Keras does not have', () => {
  const classes = [attention, convolutional, embeddings, nn, recurrent].flatMap((each) =>
    Object.values<unknown>(each).filter(
      (value): value is { readonly className: string } =>
        typeof value === 'function' &&
        value.prototype instanceof nn.Layer &&
        Object.hasOwn(value, 'className'),
    ),
  );
  const missing = classes.map(({ className }) => className).filter((name) => !rowNamed(name));
  expect(missing.sort()).toEqual(ONLY_HERE);
});

test('a layer that Keras does not have is refused by name, also where it extends one that it has', async () => {
  const model = new Sequential([new embeddings.EmbeddingBag({ inputDim: 4, outputDim: 2 })]).build([null, 3]);
  await expect(saveKeras(model)).rejects.toThrow(
    'EmbeddingBag "embedding_bag": Keras has no layer of this class',
  );
  model.dispose();
});
