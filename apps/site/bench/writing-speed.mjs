// Characters per second of the network of the page of writing while it trains, in Chromium, beside the same network in TensorFlow.js, in
// the same page and in turn, each on one thread. TensorFlow.js is no dependency: it is installed in a temporary folder.
//   pnpm build && node apps/site/bench/writing-speed.mjs
// Prints a JSON line for each round and the medians with their ratio; fails below 20,000 characters per second, on a quiet machine.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { chromium } from 'playwright';
import { build } from 'vite';
import { findChromium } from '../../../tooling/commands/find-browser.mjs';

const TFJS = '4.22.0';
/** Rounds of both; each is some seconds of training. */
const ROUNDS = 5;
const LEAST_SPEED = 20_000;
const PEERS = join(tmpdir(), 'seqloom-bench-peers');
const here = import.meta.dirname;

/** Installs TensorFlow.js, without install scripts, where it is not there yet. */
function installTfjs() {
  mkdirSync(PEERS, { recursive: true });
  if (existsSync(join(PEERS, 'node_modules', '@tensorflow', 'tfjs-backend-wasm'))) return;
  const options = ['--prefix', PEERS, '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  const packages = [`@tensorflow/tfjs@${TFJS}`, `@tensorflow/tfjs-backend-wasm@${TFJS}`];
  const { status, stderr } = spawnSync('npm', ['install', ...options, ...packages], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`TensorFlow.js could not be installed in ${PEERS}. ${stderr}`);
}

/** One script for the page. */
async function bundle(entry, outDir, alias = []) {
  await build({
    configFile: false,
    logLevel: 'error',
    resolve: { alias },
    build: {
      outDir,
      emptyOutDir: false,
      target: 'es2022',
      rolldownOptions: {
        preserveEntrySignatures: 'strict',
        input: entry,
        output: { entryFileNames: '[name].js', format: 'es', codeSplitting: false },
      },
    },
  });
}

async function makePage(folder) {
  installTfjs();
  const fromPeers = createRequire(join(PEERS, 'package.json'));
  await bundle(join(here, 'seqloom-writing.ts'), folder);
  await bundle(join(here, 'tfjs-writing.mjs'), folder, [
    {
      find: /^@tensorflow\/(tfjs|tfjs-backend-wasm)$/,
      replacement: join(PEERS, 'node_modules', '@tensorflow', '$1'),
    },
  ]);
  const binaries = join(fromPeers.resolve('@tensorflow/tfjs-backend-wasm/package.json'), '..', 'dist');
  for (const name of [
    'tfjs-backend-wasm.wasm',
    'tfjs-backend-wasm-simd.wasm',
    'tfjs-backend-wasm-threaded-simd.wasm',
  ])
    await cp(join(binaries, name), join(folder, name));
  await cp(join(here, '..', '..', 'writing', 'data', 'moby-dick.txt'), join(folder, 'moby-dick.txt'));
  await writeFile(join(folder, 'index.html'), '<!doctype html><meta charset="utf-8"><title>speed</title>');
}

const TYPES = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.wasm': 'application/wasm',
  '.txt': 'text/plain',
};

async function serve(folder) {
  const server = createServer(async (request, response) => {
    const name = request.url === '/' ? 'index.html' : request.url.slice(1);
    const content = /^[\w.-]+$/.test(name)
      ? await readFile(join(folder, name)).catch(() => undefined)
      : undefined;
    response
      .writeHead(content ? 200 : 404, { 'Content-Type': TYPES[extname(name)] ?? 'text/plain' })
      .end(content);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${server.address().port}/`, close: () => server.close() };
}

const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1];

const { path: executablePath, reason } = findChromium();
if (!executablePath) throw new Error(reason);
const folder = await mkdtemp(join(tmpdir(), 'seqloom-writing-'));
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
try {
  await makePage(folder);
  const site = await serve(folder);
  const page = await browser.newPage();
  await page.goto(site.url);
  const speeds = { seqloom: [], tfjs: [] };
  for (let round = 0; round < ROUNDS; round++) {
    for (const name of ['seqloom', 'tfjs']) {
      const measured = await page.evaluate(
        async (script) => (await import(script)).measure(),
        `/${name}-writing.js`,
      );
      speeds[name].push(measured.charactersPerSecond);
      console.log(JSON.stringify({ round, name, ...measured }));
    }
  }
  const [own, other] = [median(speeds.seqloom), median(speeds.tfjs)];
  console.log(
    `characters per second, median of ${ROUNDS}: seqloom ${Math.round(own)}, TensorFlow.js ${TFJS} ${Math.round(other)}, ratio ${(own / other).toFixed(1)}`,
  );
  if (own < LEAST_SPEED)
    throw new Error(`seqloom: ${Math.round(own)} characters per second, expected ${LEAST_SPEED}`);
  site.close();
} finally {
  await browser.close();
  await rm(folder, { recursive: true });
}
