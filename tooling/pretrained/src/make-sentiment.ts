// Trains the sentiment model of package seqloom and writes it there, with its card:
//   SEQLOOM_DATA=FOLDER pnpm pretrain        (some minutes; CONTRIBUTING.md says which files the folder holds)
// The same data give the same bytes on every machine.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { provideBackends, ready } from '@seqloom/backend';
import { nodeBackend } from '@seqloom/backend-node';
import { wasmBackend } from '@seqloom/backend-wasm';
import { GlobalMaxPooling1D, SpatialDropout1D } from '@seqloom/convolutional';
import { Embedding } from '@seqloom/embeddings';
import { Dense, Dropout, type Layer } from '@seqloom/nn';
import { Bidirectional, GRU } from '@seqloom/recurrent';
import { TextClassifier, TextForm, type TextModel } from '@seqloom/tasks';
import { adam, fit, Sequential } from '@seqloom/train';
import { LABELS, measureSentiment } from './measure-sentiment.ts';
import { negationSentences } from './negation-sentences.ts';
import { readSentences } from './read-sentences.ts';
import { wordTable } from './word-table.ts';

const SEED = 1;
const [WORDS, DIMENSIONS, UNITS] = [9000, 64, 48];
const [EPOCHS, BATCH, LEARNING_RATE] = [6, 64, 0.001];
/** Sentences with negation and contrast, made of patterns. */
const MADE = 6000;
/** Words a sentence is cut to while the model learns; it reads more later. */
const LEARNED_LENGTH = 60;
const READ_LENGTH = 512;

const target = new URL('../../../packages/seqloom/src/embedded/', import.meta.url);
const folder = process.env.SEQLOOM_DATA;
if (!folder) throw new Error('pretrain: SEQLOOM_DATA is not set. Give the folder with the data.');

provideBackends([wasmBackend(), nodeBackend()]);
const backend = await ready();
const sentences = await readSentences(folder);
const train = [...sentences.train, ...negationSentences(MADE, SEED)];
const texts = train.map(([text]) => straight(text));
const { tokenizer, weights, found } = await wordTable(texts, {
  size: WORDS - 1,
  dimensions: DIMENSIONS,
  glove: join(folder, 'glove.6B.100d.top150k.txt.gz'),
});
console.error(`${train.length} sentences, ${WORDS - 1} words, ${found} with a vector (${backend.name})`);

/** The form of texts while the model learns, and when it is used. */
const formOf = (maxlen: number, masked: boolean) =>
  new TextForm({ name: 'sentiment', input: 'ids' }, { words: WORDS, maxlen }, LABELS, undefined, {
    masked,
    straight: true,
  });

const embedding = () =>
  new Embedding({ inputDim: WORDS, outputDim: DIMENSIONS, maskZero: true, weights, name: 'embedding' });
const gru = () => new Bidirectional({ layer: new GRU({ units: UNITS, returnSequences: true }), name: 'gru' });
const answer = () => new Dense({ units: 1, activation: 'sigmoid', name: 'answer' });
const build = (layers: Layer[]) => {
  const model = new Sequential(layers, { name: 'sentiment' });
  model.build([null, LEARNED_LENGTH], { seed: SEED });
  return model;
};

const learning = build([
  embedding(),
  new SpatialDropout1D({ rate: 0.3 }),
  gru(),
  new GlobalMaxPooling1D(),
  new Dropout({ rate: 0.5 }),
  answer(),
]);
const form = formOf(LEARNED_LENGTH, false);
const data = {
  inputs: form.inputs(form.sequences(tokenizer, texts)),
  targets: { data: Uint8Array.from(train, ([, label]) => label), shape: [train.length, 1] },
};
await fit(learning, data, {
  epochs: EPOCHS,
  batchSize: BATCH,
  optimizer: adam({ learningRate: LEARNING_RATE }),
  loss: 'binaryCrossentropy',
  metrics: ['accuracy'],
  seed: SEED,
  callbacks: [
    {
      onEpochEnd: (epoch, { loss, accuracy }) =>
        console.error(
          `epoch ${epoch + 1}/${EPOCHS}  loss ${loss!.toFixed(3)}  accuracy ${accuracy!.toFixed(3)}`,
        ),
    },
  ],
});

// What only learning needs stays out of the file.
const model = build([embedding(), gru(), new GlobalMaxPooling1D(), answer()]);
model.setWeights(await learning.getWeights());
learning.dispose();
const parts: TextModel = { model, tokenizer, form: formOf(READ_LENGTH, true) };
const bytes = await new TextClassifier(parts).save({ dtype: 'int8' });
const packed = deflateSync(bytes, { level: 9 }).toString('base64');
model.dispose();

// Everything is measured on the model as the file holds it.
const { parameters, accuracy } = await measureSentiment(bytes, { folder, test: sentences.test });
const card = {
  words: WORDS - 1,
  parameters,
  bytes: packed.length,
  trainedOn: { ...sentences.counts, negationSentences: MADE },
  accuracy,
};
writeFileSync(
  new URL('sentiment-file.ts', target),
  `// The model's file, deflated, as base64; written by tooling/pretrained. Do not edit.
export const SENTIMENT_FILE: string =
  '${packed}';
`,
);
writeFileSync(
  new URL('sentiment-card.ts', target),
  `// What the model in sentiment-file.ts has learned from and reaches; written by tooling/pretrained. Do not edit.
import type { ModelCard } from '../models/model-card.ts';

export const SENTIMENT_CARD: ModelCard = ${JSON.stringify(card, undefined, 2)};
`,
);
console.log(JSON.stringify(card, undefined, 2));

/** As the model reads it. */
function straight(text: string): string {
  return text.replaceAll('’', "'");
}
