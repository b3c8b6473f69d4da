import { formatValue } from '@seqloom/options';
import { decodeSafetensors, encodeSafetensors, type SafeTensor } from '@seqloom/safetensors';
import { VectorFormatError } from './vector-format-error.ts';
import { WordVectors } from './word-vectors.ts';

const FORMAT = 'seqloom-word-vectors';

/**
 * Writes vectors and words into one safetensors file, which reads back a hundred times faster than text: `vectors`
 * (F32 or I8, `[V, D]`), `scales` (F32, `[V]`, for I8), and the words as UTF-8, `words` (U8), divided at `word_ends`
 * (U32, `[V]`).
 *
 * @throws RangeError when a word has a lone surrogate, which UTF-8 cannot hold
 */
export function saveWordVectors(vectors: WordVectors): Uint8Array<ArrayBuffer> {
  const { words, dimensions, data, scales } = vectors;
  const broken = words.find((word) => /\p{Surrogate}/u.test(word));
  if (broken !== undefined) {
    throw new RangeError(`saveWordVectors: the word ${formatValue(broken)} has a lone surrogate.`);
  }
  const shape = [words.length, dimensions];
  const encoder = new TextEncoder();
  const ends = new Uint32Array(words.length);
  let end = 0;
  for (const [i, word] of words.entries()) {
    end += encoder.encode(word).length;
    ends[i] = end;
  }
  const text = encoder.encode(words.join(''));
  const tensors: [string, SafeTensor][] = [
    data instanceof Int8Array
      ? ['vectors', { dtype: 'I8', shape, data }]
      : ['vectors', { dtype: 'F32', shape, data }],
    ['words', { dtype: 'U8', shape: [text.length], data: text }],
    ['word_ends', { dtype: 'U32', shape: [words.length], data: ends }],
  ];
  if (scales) tensors.push(['scales', { dtype: 'F32', shape: [words.length], data: scales }]);
  return encodeSafetensors(tensors, [['format', FORMAT]]);
}

/**
 * Reads what `saveWordVectors` wrote. The numbers are a view of `bytes` where it is aligned, and not a copy.
 *
 * @throws SafetensorsError when `bytes` is not a safetensors file
 * @throws VectorFormatError when the file does not hold word vectors or contradicts itself
 */
export function loadWordVectors(bytes: Uint8Array): WordVectors {
  const { tensors, metadata } = decodeSafetensors(bytes);
  if (metadata.get('format') !== FORMAT) {
    throw new VectorFormatError(`the safetensors file is not of the format ${formatValue(FORMAT)}.`);
  }
  const vectors = tensors.get('vectors');
  const text = tensors.get('words');
  const ends = tensors.get('word_ends');
  const scales = tensors.get('scales');
  if (vectors?.dtype !== 'F32' && vectors?.dtype !== 'I8') throw missing('vectors', 'F32 or I8');
  if (text?.dtype !== 'U8') throw missing('words', 'U8');
  if (ends?.dtype !== 'U32') throw missing('word_ends', 'U32');
  if (scales !== undefined && scales.dtype !== 'F32') throw missing('scales', 'F32');
  const dimensions = vectors.shape[1];
  if (vectors.shape.length !== 2 || dimensions === undefined) {
    throw new VectorFormatError(`the tensor vectors must have two axes, got [${vectors.shape}].`);
  }
  try {
    return new WordVectors(cutWords(text.data, ends.data), dimensions, vectors.data, scales?.data);
  } catch (cause) {
    if (cause instanceof RangeError) throw new VectorFormatError(cause.message, undefined, { cause });
    throw cause;
  }
}

function missing(name: string, dtype: string): VectorFormatError {
  return new VectorFormatError(`the safetensors file has no tensor ${name} of dtype ${dtype}.`);
}

function cutWords(text: Uint8Array, ends: Uint32Array): string[] {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  let start = 0;
  const words = Array.from(ends, (end, i) => {
    if (end < start || end > text.length) {
      throw new VectorFormatError(`word ${i} ends at byte ${end}, expected ${start} … ${text.length}.`);
    }
    const word = decoder.decode(text.subarray(start, end));
    start = end;
    return word;
  });
  if (start !== text.length)
    throw new VectorFormatError(`${text.length - start} bytes follow the last word.`);
  return words;
}
