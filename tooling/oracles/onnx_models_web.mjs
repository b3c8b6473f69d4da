// Runs the ONNX files of a folder in onnxruntime-web (wasm), in Chromium, and adds the largest differences to recorded/onnx_models.json
// and writes docs/onnx.md. See onnx_models.py, which comes before it. Arguments: the folder of the files, and one with onnxruntime-web
// (npm install --prefix PEERS --ignore-scripts onnxruntime-web@1.30.0).
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { chromium } from 'playwright';
import { findChromium } from '../commands/find-browser.mjs';

const [folder, peers] = process.argv.slice(2);
const web = join(peers, 'node_modules/onnxruntime-web');
const version = JSON.parse(readFileSync(join(web, 'package.json'), 'utf8')).version;
const recordedFile = new URL('recorded/onnx_models.json', import.meta.url);
const TYPES = { '.mjs': 'text/javascript', '.wasm': 'application/wasm', '.json': 'application/json' };
const ROOTS = { ort: join(web, 'dist'), cases: folder };

const server = createServer((request, response) => {
  const [, root, ...rest] = normalize(new URL(request.url, 'http://page').pathname).split('/');
  if (root === '') {
    response.setHeader('content-type', 'text/html').end('<!doctype html><title>onnxruntime-web</title>');
    return;
  }
  try {
    const path = join(ROOTS[root], ...rest);
    const bytes = readFileSync(path);
    response.setHeader('content-type', TYPES[extname(path)] ?? 'application/octet-stream').end(bytes);
  } catch {
    response.writeHead(404).end();
  }
});
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));

/** In the page: the largest difference of all runs of a file. */
async function runCase(number) {
  const ort = await import('/ort/ort.wasm.min.mjs');
  ort.env.wasm.numThreads = 1;
  ort.env.wasm.wasmPaths = '/ort/';
  ort.env.logLevel = 'error';
  const { name, runs } = await (await fetch(`/cases/${number}.json`)).json();
  const bytes = new Uint8Array(await (await fetch(`/cases/${number}.onnx`)).arrayBuffer());
  const session = await ort.InferenceSession.create(bytes, { executionProviders: ['wasm'] });
  let worst = 0;
  for (const { inputs, outputs } of runs) {
    const feeds = Object.fromEntries(
      inputs.map(({ name, type, shape, data }) => [
        name,
        new ort.Tensor(type, type === 'int32' ? Int32Array.from(data) : Float32Array.from(data), shape),
      ]),
    );
    const results = await session.run(feeds);
    for (const [i, { shape, data }] of outputs.entries()) {
      const got = results[session.outputNames[i]];
      if (JSON.stringify(got.dims) !== JSON.stringify(shape))
        throw new Error(`${name}: ${got.dims}, not ${shape}`);
      for (const [at, value] of data.entries()) {
        worst = Math.max(worst, Math.abs(value - got.data[at])); // NaN, once there is one
      }
    }
  }
  await session.release();
  return { name, worst };
}

const found = findChromium();
if (found.reason) throw new Error(found.reason);
const browser = await chromium.launch({ executablePath: found.path, args: ['--no-sandbox'] });
const page = await browser.newPage();
await page.goto(`http://127.0.0.1:${server.address().port}/`);
const recorded = JSON.parse(readFileSync(recordedFile, 'utf8'));
const numbers = readdirSync(folder)
  .filter((name) => name.endsWith('.onnx'))
  .map((name) => Number.parseInt(name, 10))
  .sort((a, b) => a - b);
const failed = [];
for (const number of numbers) {
  try {
    const { name, worst } = await page.evaluate(runCase, number);
    recorded.cases[name]['onnxruntime-web'] = Number(worst.toPrecision(2));
    if (!(worst <= 1e-5)) failed.push(`${name}: differs by ${worst}`);
  } catch (error) {
    failed.push(`${number}: ${error.message}`);
  }
}
await browser.close();
server.close();
console.log(failed.join('\n'));
const worst = Object.values(recorded.cases).map((each) => each['onnxruntime-web'] ?? Number.NaN);
console.log(
  `${numbers.length - failed.length} of ${numbers.length}; largest difference ${Math.max(...worst)}`,
);
if (failed.length > 0) process.exit(1);
recorded.versions['onnxruntime-web'] = version;
const lines = Object.entries(recorded.cases).map(
  ([name, each]) => `${JSON.stringify(name)}: ${JSON.stringify(each)}`,
);
writeFileSync(
  recordedFile,
  `{"versions": ${JSON.stringify(recorded.versions)},\n"cases": {\n${lines.join(',\n')}\n}}\n`,
);

const all = Object.entries(recorded.cases);
const [layers, models] = ['layer', 'model'].map((kind) => all.filter(([, each]) => each.kind === kind));
const largest = (cases, engine) => Math.max(...cases.map(([, each]) => each[engine])).toExponential(1);
const row = (name, cases, lengths) =>
  `| ${name} | ${lengths} | ${largest(cases, 'onnxruntime')} | ${largest(cases, 'onnxruntime-web')} |`;
const classOf = ([name]) => name.split(',')[0];
const classes = [...new Set(layers.map(classOf))];
const { onnx, onnxruntime } = recorded.versions;
writeFileSync(
  new URL('../../docs/onnx.md', import.meta.url),
  `# Exported models in other engines

The largest absolute difference between what a model predicts here and what its ONNX file gives in onnxruntime ${onnxruntime} (CPU) and
onnxruntime-web ${version} (wasm, in Chromium). Each file passes \`onnx.checker\` of ONNX ${onnx} as opset 18 to 22 and runs 20 random inputs:
batches of 1 to 4, the lengths that the table names, masks with padding before, after, in between, and samples without a step
that counts. Written by \`tooling/oracles/onnx_models_web.mjs\`.

## Models

| model | lengths | onnxruntime | onnxruntime-web |
|---|---|---|---|
${models.map(([name, each]) => row(name, [[name, each]], each.lengths.join(', ') || '–')).join('\n')}

## Layers

Every variant of the tests of the layers, with and without a mask.

| layer | files | onnxruntime | onnxruntime-web |
|---|---|---|---|
${classes
  .map((name) => [name, layers.filter((each) => classOf(each) === name)])
  .map(([name, cases]) => row(`\`${name}\``, cases, cases.length))
  .join('\n')}
`,
);
