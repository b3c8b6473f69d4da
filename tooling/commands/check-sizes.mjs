// Measures what a page and an install of `seqloom` weigh, and fails above the limits below. Run it after `pnpm build`.
//   pnpm check:sizes
// Pages are built by Vite from a few lines; their code is counted gzipped, without what it carries as base64: binaries and models.
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'vite';

const root = join(import.meta.dirname, '..', '..');

/** What each page does, and how many kilobytes it may have. */
const PAGES = [
  {
    name: 'predict only',
    limit: 110,
    code: `import { Dense, Embedding, load, LSTM, padSequences, predict, Tokenizer } from 'seqloom';
const bytes = new Uint8Array(await (await fetch('model.safetensors')).arrayBuffer());
const { model, attachments } = await load(bytes, { layers: [Dense, Embedding, LSTM], attachments: [Tokenizer] });
const tokenizer = attachments.get('tokenizer', Tokenizer);
console.log(await predict(model, padSequences(tokenizer.textsToSequences(['a text']), { maxlen: 20 })));`,
  },
  {
    name: 'training',
    limit: 130,
    runs: true,
    code: `import { adam, Dense, Embedding, fit, LSTM, padSequences, predict, Sequential, Tokenizer } from 'seqloom';
const tokenizer = new Tokenizer();
tokenizer.fitOnTexts(['a text', 'another']);
const inputs = padSequences(tokenizer.textsToSequences(['a text', 'another']), { maxlen: 20 });
const model = new Sequential([new Embedding({ inputDim: 9, outputDim: 8 }), new LSTM({ units: 8 }), new Dense({ units: 1 })]);
const targets = { data: Uint8Array.of(0, 1), shape: [2, 1] };
await fit(model, { inputs, targets }, { epochs: 1, optimizer: adam(), loss: 'meanSquaredError' });
console.log(await predict(model, inputs));`,
  },
  {
    name: 'reading .keras, besides predict only',
    limit: 60,
    over: 'predict only',
    code: `import { loadKeras } from '@seqloom/keras';
const keras = await loadKeras(new Uint8Array(await (await fetch('model.keras')).arrayBuffer()));
console.log(keras.notes, await predict(keras.model, { data: Int32Array.of(1, 2, 3), shape: [1, 3] }));`,
  },
  // In one file with the binaries of wasm and the script of its workers, for <script type="module">.
  { name: 'everything, in one file', limit: 700, whole: true, code: `export * from 'seqloom';` },
];

/** Texts this long are binaries or models as base64. */
const CARRIED = /(["'`])[A-Za-z0-9+/=]{4000,}\1/g;

const kilobytes = (text) => gzipSync(text, { level: 9 }).length / 1000;

async function bundle(folder, name, code) {
  const entry = join(folder, `${name.replaceAll(/\W+/g, '-')}.js`);
  writeFileSync(entry, code);
  const results = await build({
    root: folder,
    configFile: false,
    logLevel: 'error',
    build: {
      write: false,
      target: 'es2022',
      minify: true,
      modulePreload: false,
      rollupOptions: {
        input: entry,
        preserveEntrySignatures: 'strict',
        output: { codeSplitting: false },
      },
    },
  });
  return [results].flat().flatMap(({ output }) => output.map((file) => file.code ?? ''));
}

/** A bundler leaves out what a manifest says has no effects; a page that lacks something fails here. */
async function runBundle(files) {
  const path = join(folder, 'run.mjs');
  writeFileSync(path, files.join('\n'));
  await import(pathToFileURL(path));
}

// Inside the repository, so that what it installs is found; links stand for the packages a page has installed.
const folder = mkdtempSync(join(root, '.sizes-'));
try {
  mkdirSync(join(folder, 'node_modules'));
  mkdirSync(join(folder, 'node_modules', '@seqloom'));
  for (const [name, at] of [
    ['seqloom', 'seqloom'],
    ['@seqloom/keras', 'keras'],
  ]) {
    symlinkSync(join(root, 'packages', at), join(folder, 'node_modules', ...name.split('/')), 'junction');
  }
  const sizes = new Map();
  for (const { name, limit, code, whole, over, runs } of PAGES) {
    // What comes beside another page is measured together with it.
    const beside = over ? `${PAGES.find((page) => page.name === over).code}\n` : '';
    const files = await bundle(folder, name, beside + code);
    const whatCounts = files.map((text) => (whole ? text : text.replaceAll(CARRIED, '""')));
    sizes.set(name, kilobytes(whatCounts.join('\n')));
    const size = sizes.get(name) - (over ? sizes.get(over) : 0);
    const tooLarge = size > limit;
    console.log(`${tooLarge ? '✗' : '✓'} ${name}: ${size.toFixed(1)} kB gzipped, at most ${limit}`);
    if (tooLarge) process.exitCode = 1;
    if (runs) await runBundle(files);
  }
} finally {
  rmSync(folder, { recursive: true });
}
