// Builds the kernels of @seqloom/kernels and c/ into native/TARGET/kernels.node:
//   node build-native.mjs                                for this machine with `cc`; says so where it cannot
//   node build-native.mjs --target T --compiler "zig cc" for another one
// A file that was built from the same sources by the same compiler stays. With --test-hooks it has a function more, which
// ends a thread, and lies in native/TARGET-test.
import { execFile, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { availableParallelism, tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { argumentStructs, sourcesDigest } from '../kernels/generate.mjs';
import { ownTarget, TARGETS } from './native-targets.mjs';

const here = import.meta.dirname;
const kernelsDir = join(here, '..', 'kernels');
const { version } = JSON.parse(readFileSync(join(kernelsDir, 'package.json'), 'utf8'));
const headers = join(createRequire(import.meta.url).resolve('node-api-headers/package.json'), '..');

const COMMON = ['-std=gnu11', '-Wall', '-Wextra', '-Werror', '-fvisibility=hidden', '-fPIC'];
/** Nothing that rounds otherwise than the sources say: every build gives the bits of wasm. */
const EXACT = ['-O3', '-ffp-contract=off', '-fno-math-errno'];

const { values: options } = parseArgs({
  options: {
    target: { type: 'string' },
    compiler: { type: 'string', default: 'cc' },
    folder: { type: 'string', default: 'native' },
    libraries: { type: 'string', default: '' },
    'test-hooks': { type: 'boolean', default: false },
  },
});

function readFolder(folder) {
  return Object.fromEntries(
    readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')]),
  );
}

/** The builds of a target, exact ones and those with fused multiply-add. */
function levelsOf({ builds }) {
  return builds.flatMap(({ name, lanes, flags, fused }) => [
    { name, lanes, fused: 0, flags, prefix: `${name.replace('.', '')}_` },
    ...(fused === undefined
      ? []
      : [{ name, lanes, fused: 1, flags: [...flags, ...fused, '-DFUSED'], prefix: `${name}_fused_` }]),
  ]);
}

/** Functions that one source offers to another: a library with several builds needs a name of its own for each. */
function sharedFunctions(sources) {
  const text = Object.values(sources)
    .join('\n')
    .replace(/\/\*[\s\S]*?\*\//g, '');
  return [...text.matchAll(/^(?:void|vf|ix|int|struct \w+) (\w+)\([^)]*\);/gm)].map(([, name]) => name);
}

/** C for `kernel-table.h`. */
function tableSource(levels, structs, digest) {
  const names = structs.map(({ kernel }) => kernel);
  const entries = structs.map(({ kernel, fields }) => `  {"${kernel}", ${4 * fields.length}},`).join('\n');
  const tables = levels.map(
    ({ prefix }) => `${names.map((name) => `kernel_function ${prefix}${name};`).join('\n')}
static kernel_function *const ${prefix}functions[] = {${names.map((name) => prefix + name).join(', ')}};`,
  );
  const rows = levels.map(
    ({ name, lanes, fused, prefix }) => `  {"${name}", ${lanes}, ${fused}, ${prefix}functions},`,
  );
  return `#include "kernel-table.h"
const struct kernel kernels[] = {
${entries}
};
const unsigned kernel_count = ${names.length};
${tables.join('\n')}
const struct level levels[] = {
${rows.join('\n')}
};
const unsigned level_count = ${levels.length};
const char kernels_version[] = "${version}+${digest}";
`;
}

/** Runs tasks, as many at a time as there are cores. */
async function inParallel(tasks) {
  const waiting = [...tasks];
  const work = async () => {
    for (let task = waiting.shift(); task; task = waiting.shift()) await task();
  };
  await Promise.all(Array.from({ length: availableParallelism() }, work));
}

const run = promisify(execFile);

/** Compiles everything for a target in a folder; returns the path of the library. */
async function compile(target, [program, ...words], folder, testHooks) {
  const kernels = readFolder(join(kernelsDir, 'c'));
  const structs = argumentStructs(kernels);
  // Threads end alike in every build.
  const levels = testHooks ? levelsOf(target).slice(-1) : levelsOf(target);
  const at = (name) => join(folder, name);
  const cc = (...args) => run(program, [...words, ...args]);
  const objects = [];
  const object = (source, flags, name) => {
    objects.push(at(`${name}.o`));
    return () => cc(...COMMON, ...flags, '-c', source, '-o', at(`${name}.o`));
  };

  const renamed = [...structs.map(({ kernel }) => kernel), ...sharedFunctions(kernels)];
  const tasks = levels.flatMap(({ flags, prefix }) => {
    writeFileSync(at(`${prefix}.h`), renamed.map((name) => `#define ${name} ${prefix}${name}\n`).join(''));
    return Object.keys(kernels)
      .filter((name) => name.endsWith('.c'))
      .map((name) =>
        object(
          join(kernelsDir, 'c', name),
          [...EXACT, ...flags, '-include', at(`${prefix}.h`)],
          prefix + basename(name, '.c'),
        ),
      );
  });
  writeFileSync(at('table.c'), tableSource(levels, structs, sourcesDigest(kernels)));
  const own = [
    '-O2',
    ...['c'].map((name) => `-I${join(here, name)}`),
    `-I${join(headers, 'include')}`,
    `-DMOST_BYTES=${4 * Math.max(...structs.map(({ fields }) => fields.length))}`,
    ...(testHooks ? ['-DTEST_HOOKS'] : []),
  ];
  for (const source of [join(here, 'c', 'host.c'), join(here, 'c', 'pool.c'), at('table.c')]) {
    tasks.push(object(source, own, basename(source, '.c')));
  }
  await inParallel(tasks);
  await cc(
    ...target.link,
    ...objects,
    ...options.libraries.split(' ').filter(Boolean),
    '-s',
    '-o',
    at('kernels.node'),
  );
  return at('kernels.node');
}

/** What the library is made from: with the same of it, there is nothing to do. */
function inputsOf(target, compiler, versionText, testHooks) {
  const hash = createHash('sha256').update(
    JSON.stringify([target, compiler, versionText, testHooks, version]),
  );
  for (const folder of [join(kernelsDir, 'c'), join(here, 'c')])
    hash.update(JSON.stringify(readFolder(folder)));
  for (const name of ['build-native.mjs', 'native-targets.mjs']) hash.update(readFileSync(join(here, name)));
  return hash.digest('hex');
}

/** Whole or not at all, also when two builds run at a time. */
function deliver(path, content) {
  const temporary = `${path}.${process.pid}`;
  writeFileSync(temporary, content);
  renameSync(temporary, path);
}

async function main() {
  const testHooks = options['test-hooks'];
  const name = options.target ?? ownTarget();
  const none = (reason) =>
    console.log(`backend-node: ${reason}; the kernels are not built natively, wasm will run.`);
  if (name === undefined) return none(`${process.platform}-${process.arch} is not among the targets`);
  const target = TARGETS[name];
  if (!target) throw new Error(`--target must be one of ${Object.keys(TARGETS).join(', ')}, got '${name}'.`);
  const compiler = options.compiler.split(' ');
  const { error, stdout } = spawnSync(compiler[0], [...compiler.slice(1), '--version'], { encoding: 'utf8' });
  if (error) {
    if (options.target === undefined) return none(`there is no C compiler (${compiler[0]})`);
    throw new Error(`${compiler[0]} does not start: ${error.message}`);
  }
  const to = join(here, options.folder, testHooks ? `${name}-test` : name);
  const inputs = inputsOf(target, compiler, stdout, testHooks);
  const manifest = join(to, 'kernels.json');
  // A release is tested with the files that it consists of.
  if (process.env.SEQLOOM_NATIVE === 'prebuilt' && !testHooks && existsSync(manifest)) return;
  if (existsSync(manifest) && JSON.parse(readFileSync(manifest, 'utf8')).inputs === inputs) return;
  const folder = mkdtempSync(join(tmpdir(), 'seqloom-native-'));
  try {
    const from = performance.now();
    const library = readFileSync(await compile(target, compiler, folder, testHooks));
    const sha256 = createHash('sha256').update(library).digest('hex');
    const kernels = `${version}+${sourcesDigest(readFolder(join(kernelsDir, 'c')))}`;
    mkdirSync(to, { recursive: true });
    deliver(join(to, 'kernels.node'), library);
    deliver(manifest, `${JSON.stringify({ version: kernels, sha256, inputs }, undefined, 2)}\n`);
    const seconds = Math.round((performance.now() - from) / 1000);
    console.log(
      `${join(options.folder, basename(to), 'kernels.node')}: ${library.length} bytes, ${seconds} s`,
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}

await main();
