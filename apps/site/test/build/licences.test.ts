import { join } from 'node:path';
import { expect, test } from 'vitest';
import { licencesText, partOf } from '../../build/licences.ts';

const repository = join(import.meta.dirname, '..', '..', '..', '..');
const inSite = (path: string) => join(repository, 'apps', 'site', path);

test('what was written for the project needs no notice, also what its packages are built to', () => {
  expect(partOf(inSite('src/frame/frame.ts'), repository)).toBeUndefined();
  expect(partOf(join(repository, 'packages/nn/dist/index.js'), repository)).toBeUndefined();
});

test('an installed package is named with its version, its licence and its text', () => {
  const part = partOf(inSite('node_modules/uplot/dist/uPlot.esm.js'), repository);
  expect(part).toMatchObject({ title: expect.stringMatching(/^uplot \d/), licence: 'MIT' });
  expect(part?.source).toContain('Leon Sorokin');
  expect(part?.text).toContain('Permission is hereby granted');
});

test('data, models and binaries are named; those of which no licence is known are refused', () => {
  expect(partOf(join(repository, 'apps/writing/data/moby-dick.txt'), repository)?.licence).toBe(
    'public domain',
  );
  expect(() => partOf(inSite('src/pages/words/other.bin'), repository)).toThrow(
    'apps/site/src/pages/words/other.bin is in the site, and its licence is not known',
  );
  expect(() => partOf(join(repository, 'apps/imdb/data/other.tsv'), repository)).toThrow('not known');
});

test('the text names those whose sentences the pretrained model has learned from, and holds each licence once', () => {
  const tfjs = [
    join(repository, 'packages/backend/dist/tfjs/engine.js'),
    join(repository, 'packages/backend-wasm/wasm/tfjs.wasm'),
  ];
  const text = licencesText(
    [...tfjs, join(repository, 'packages/seqloom/dist/embedded/sentiment-file.js')],
    repository,
  );
  expect(text).toContain('Bo Pang and Lillian Lee, ACL 2005 (CC BY 4.0)');
  expect(text.match(/TERMS AND CONDITIONS FOR USE/g)).toHaveLength(1);
});
