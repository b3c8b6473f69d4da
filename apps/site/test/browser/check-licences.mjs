import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { listPretrained } from 'seqloom/models';
import { SITE } from './harness.mjs';

/** Files of the site that are neither code nor pages, by the beginning of their name, and what licences.txt calls them. */
const FILES = {
  'bundled-reviews': 'Film reviews',
  'bundled-vectors': 'GloVe 6B word vectors',
  'inter-latin': '@fontsource-variable/inter',
  'kernels-simd': 'The kernels of Seqloom',
  'moby-dick': 'Herman Melville: Moby-Dick',
  'seattle-weather': 'Daily weather of Seattle',
  tfjs: 'TensorFlow.js, tfjs-backend-wasm',
  'word-map': 'The map of words',
};
/** What only the code of a package says, and the package. */
const CODE = [
  [/MiniSearch: /, 'minisearch'],
  [/u-legend/, 'uplot'],
  [/diffed.*unmount|unmount.*diffed/s, 'preact'],
  [/ustar/, 'modern-tar'],
  [/MathBackendWebGL|webgl_texture/i, '@tensorflow/tfjs-backend-webgl'],
];

/**
 * Compares `licences.txt` with what the built site has, of which its service worker has the list.
 *
 * @throws Error for a file or a package that is not named, and for a name of something that the site does not have
 */
export async function checkLicences() {
  const read = (path) => readFile(join(SITE, path), 'utf8');
  const said = (await read('licences.txt')).split('\n---- ')[0].split('\n');
  const isSaid = (title) => said.some((line) => line.startsWith(title));
  const { files, data } = siteFiles(await read('sw.js'));
  const assets = [...files, ...data].filter((path) => path.startsWith('assets/'));
  const others = assets.filter((path) => !/\.(?:js|css|svg)$/.test(path));
  for (const path of others) {
    const [, title] = Object.entries(FILES).find(([name]) => path.startsWith(`assets/${name}`)) ?? [];
    if (title === undefined || !isSaid(title)) throw new Error(`licences.txt does not name ${path}`);
  }
  for (const [name, title] of Object.entries(FILES))
    if (isSaid(title) && !others.some((path) => path.startsWith(`assets/${name}`)))
      throw new Error(`licences.txt names ${title}, which the site does not have`);
  const code = (await Promise.all(assets.filter((path) => path.endsWith('.js')).map(read))).join('\n');
  for (const [mark, name] of CODE)
    if (mark.test(code) !== isSaid(`${name} `))
      throw new Error(
        `licences.txt ${isSaid(name) ? 'names' : 'does not name'} ${name}, against the scripts`,
      );
  const { dependencies } = JSON.parse(await readFile(join(SITE, '..', 'package.json'), 'utf8'));
  for (const name of Object.keys(dependencies).filter((each) => !/^(?:@seqloom\/|seqloom$)/.test(each)))
    if (!isSaid(`${name} `)) throw new Error(`licences.txt does not name ${name}, on which the site depends`);
  for (const source of listPretrained().flatMap(({ sources }) => sources))
    if (!said.some((line) => line.includes(source)))
      throw new Error(`licences.txt does not say that a model has learned from ${source}`);
  return `licences.txt names ${said.filter((line) => line.startsWith('  Licence: ')).length} parts`;
}

/** The list of files that the service worker holds as a literal. */
function siteFiles(worker) {
  const list = (name) =>
    JSON.parse(new RegExp(`["']?${name}["']?:(\\[[^\\]]*\\])`).exec(worker)[1].replaceAll('`', '"'));
  return { files: list('files'), data: list('data') };
}
