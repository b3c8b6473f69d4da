import * as attention from '@seqloom/attention';
import * as convolutional from '@seqloom/convolutional';
import * as embeddings from '@seqloom/embeddings';
import * as nn from '@seqloom/nn';
import * as recurrent from '@seqloom/recurrent';
import { StringLookup, TextVectorizer, Tokenizer } from '@seqloom/text';
import { type LoadOptions, Model, type ModelClass, Sequential } from '@seqloom/train';

const packages = [attention, convolutional, embeddings, nn, recurrent];

/** Every class of layers that `seqloom` has, so that any file of it can be read. */
export const KNOWN_CLASSES: LoadOptions = {
  layers: [
    ...packages.flatMap((each) => Object.values<unknown>(each)).filter(isLayerClass),
    Model,
    Sequential,
    TextVectorizer,
    StringLookup,
  ],
  attachments: [Tokenizer, TextVectorizer, StringLookup],
};

/** Abstract classes have no name of their own under which a file could have them. */
function isLayerClass(value: unknown): value is ModelClass {
  return (
    typeof value === 'function' && value.prototype instanceof nn.Layer && Object.hasOwn(value, 'className')
  );
}
