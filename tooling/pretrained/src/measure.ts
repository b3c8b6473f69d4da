// Measures the sentiment model of package seqloom as it is in the sources, and compares that with its card:
//   SEQLOOM_DATA=FOLDER pnpm pretrain:measure        (half a minute; nothing is written)
import { readFileSync } from 'node:fs';
import { inflateSync } from 'node:zlib';
import { provideBackends, ready } from '@seqloom/backend';
import { nodeBackend } from '@seqloom/backend-node';
import { wasmBackend } from '@seqloom/backend-wasm';
import { measureSentiment } from './measure-sentiment.ts';
import { readSentences } from './read-sentences.ts';

const source = new URL('../../../packages/seqloom/src/embedded/', import.meta.url);
const folder = process.env.SEQLOOM_DATA;
if (!folder) throw new Error('pretrain:measure: SEQLOOM_DATA is not set. Give the folder with the data.');

provideBackends([wasmBackend(), nodeBackend()]);
await ready();
const [, packed] =
  /'([A-Za-z0-9+/=]{1000,})'/.exec(readFileSync(new URL('sentiment-file.ts', source), 'utf8')) ?? [];
if (!packed) throw new Error('pretrain:measure: sentiment-file.ts holds no model.');
const bytes = new Uint8Array(inflateSync(Buffer.from(packed, 'base64')));
const { test } = await readSentences(folder);
const { accuracy } = await measureSentiment(bytes, { folder, test });
console.log(JSON.stringify(accuracy, undefined, 2));

const card = readFileSync(new URL('sentiment-card.ts', source), 'utf8');
for (const [name, measured] of Object.entries(accuracy)) {
  if (card.includes(JSON.stringify(measured.accuracy))) continue;
  console.error(`pretrain:measure: the card says something else of ${name}. Run pnpm pretrain.`);
  process.exitCode = 1;
}
