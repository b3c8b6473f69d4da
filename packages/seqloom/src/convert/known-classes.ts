import * as attention from '@seqloom/attention';
import * as convolutional from '@seqloom/convolutional';
import * as embeddings from '@seqloom/embeddings';
import * as nn from '@seqloom/nn';
import * as recurrent from '@seqloom/recurrent';
import { StringLookup, TextVectorizer, Tokenizer } from '@seqloom/text';
import { type LoadOptions, Model, type ModelClass, Sequential } from '@seqloom/train';

const packages = [attention, convolutional, embeddings, nn, recurrent];

/** Every class of layers that `seqloom` has, so that any file of it can be read. */
export async function knownClasses(): Promise<LoadOptions> {
  const preprocessors = [TextVectorizer, StringLookup, ...(await huggingFace())];
  return {
    layers: [
      ...packages.flatMap((each) => Object.values<unknown>(each)).filter(isLayerClass),
      Model,
      Sequential,
      ...preprocessors,
    ],
    attachments: [Tokenizer, ...preprocessors],
  };
}

/** The class of the tokenizers of Hugging Face, where their package is installed. */
async function huggingFace() {
  try {
    return [(await import('@seqloom/text/huggingface')).HuggingFaceTokenizer];
  } catch (cause) {
    if ((cause as { readonly code?: unknown }).code === 'ERR_MODULE_NOT_FOUND') return [];
    throw cause;
  }
}

/** Abstract classes have no name of their own under which a file could have them. */
function isLayerClass(value: unknown): value is ModelClass {
  return (
    typeof value === 'function' && value.prototype instanceof nn.Layer && Object.hasOwn(value, 'className')
  );
}
