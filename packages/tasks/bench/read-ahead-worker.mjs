// The thread that reads and tokenizes in read-ahead.mjs.
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { parentPort, workerData } from 'node:worker_threads';
import { ndArray, serveBatches } from '@seqloom/datasets';
import { padSequences, Tokenizer } from '@seqloom/text';

const { file, tokenizer: saved, maxlen, batchSize } = workerData;
const tokenizer = Tokenizer.fromJSON(saved);

async function* reviews() {
  let texts = [];
  let labels = [];
  const batch = () => ({
    inputs: padSequences(tokenizer.textsToSequences(texts), { maxlen }),
    targets: ndArray(Float32Array.from(labels), [labels.length, 1]),
  });
  for await (const line of createInterface({ input: createReadStream(file) })) {
    labels.push(Number(line[0]));
    texts.push(line.slice(2));
    if (texts.length < batchSize) continue;
    yield batch();
    texts = [];
    labels = [];
  }
  if (texts.length > 0) yield batch();
}

serveBatches(parentPort, { [Symbol.asyncIterator]: reviews });
