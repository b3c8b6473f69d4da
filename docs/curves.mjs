// Draws docs/curves.svg: training and validation accuracy of several models, from the lines that
//   pnpm imdb train --model NAME --data imdb --json > NAME.jsonl
// wrote. Run after a build:   node docs/curves.mjs NAME.jsonl …
import { readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { curvesSVG } from '../packages/charts/dist/index.js';

const curves = process.argv.slice(2).map((file) => {
  const lines = readFileSync(file, 'utf8').trim().split('\n');
  const epochs = lines.map((line) => JSON.parse(line)).filter(({ event }) => event === 'epoch');
  return {
    name: basename(file, '.jsonl'),
    training: epochs.map(({ accuracy }) => accuracy),
    validation: epochs.map(({ valAccuracy }) => valAccuracy),
  };
});
const title = 'IMDB: accuracy by epoch, seed 1';
writeFileSync(
  join(import.meta.dirname, 'curves.svg'),
  curvesSVG(curves, { title, columns: 3, commonScale: true }),
);
