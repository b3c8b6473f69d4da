// Builds c/*.c into wasm/kernels-*.wasm and the form that the code carries in src/embedded with the clang that npm
// installs, and writes src/generated. Or checks that the files there are what the sources give:
//   node build.mjs          node build.mjs --check
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { runClang } from '@yowasp/clang';
import { generatedFiles } from './generate.mjs';

const sourceDir = join(import.meta.dirname, 'c');

const BASE = [
  'clang --target=wasm32-unknown-unknown -std=c11 -O3 -ffreestanding -nostdlib',
  // Strength reduction turns constant offsets of loads, which cost nothing, into additions.
  '-mllvm -disable-lsr',
  // Without -fno-builtin, clang turns copy loops into calls of memcpy, which does not exist here.
  '-fno-builtin -fvisibility=hidden -Wall -Wextra -Werror',
  '-msimd128 -mbulk-memory -mmutable-globals',
  '-Wl,--no-entry -Wl,--export-dynamic -Wl,--import-memory',
  // Every instance gets its own stack in the heap.
  '-Wl,--export=__stack_pointer',
].flatMap((flags) => flags.split(' '));
/**
 * The memory is imported as shared, and with a maximum as that needs; any memory up to 4 GiB may be handed in. The loader
 * changes the import for a plain memory, which is all that a build for one differs in.
 */
const SHARED = ['-matomics', '-Wl,--shared-memory', '-Wl,--max-memory=4294967296'];
const BUILDS = { simd: SHARED, relaxed: [...SHARED, '-mrelaxed-simd'] };

const files = {};
for (const name of readdirSync(sourceDir).sort()) files[name] = readFileSync(join(sourceDir, name), 'utf8');
const units = Object.keys(files).filter((name) => name.endsWith('.c'));

/** The ids of a module's sections. */
function* sections(bytes) {
  for (let at = 8; at < bytes.length; ) {
    yield bytes[at++];
    let size = 0;
    for (let shift = 0, more = true; more; shift += 7) {
      more = bytes[at] >= 128;
      size += (bytes[at++] & 127) << shift;
    }
    at += size;
  }
}

/** Instances share one memory that belongs to somebody else: a data segment would overwrite it. */
function refuseData(bytes) {
  const DATA = 11;
  if ([...sections(bytes)].includes(DATA)) {
    throw new Error('The module has a data segment. Keep tables and zeros on the stack.');
  }
  return bytes;
}

async function compile(flags) {
  const messages = [];
  const collect = (bytes) => bytes && messages.push(Buffer.from(bytes).toString());
  try {
    const result = await runClang([...BASE, ...flags, ...units, '-o', 'kernels.wasm'], files, {
      stdout: collect,
      stderr: collect,
    });
    return refuseData(result['kernels.wasm']);
  } catch (error) {
    if (messages.length === 0) throw error;
    throw new Error(`clang failed:\n${messages.join('')}`, { cause: error });
  }
}

/** The module that carries a build within the code: deflated, so that it is as small as the file that a server compresses. */
function embedded(name, built) {
  const base64 = deflateSync(built, { level: 9 }).toString('base64');
  return `// wasm/kernels-${name}.wasm, deflated, as base64; written by build.mjs. Do not edit.
export const KERNELS_${name.toUpperCase()}: string =
  '${base64}';
`;
}

const check = process.argv.includes('--check');
const stale = [];

/** Writes a file, or notes that it is not what the sources give. */
function deliver(path, content) {
  if (check) {
    if (!Buffer.from(content).equals(readFileSync(path))) stale.push(path);
    return;
  }
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
  console.log(`${path}: ${content.length} bytes`);
}

for (const [name, text] of Object.entries(generatedFiles(files))) {
  deliver(join(import.meta.dirname, 'src', 'generated', name), text);
}
for (const [name, flags] of Object.entries(BUILDS)) {
  const built = await compile(flags);
  deliver(join(import.meta.dirname, 'wasm', `kernels-${name}.wasm`), built);
  // Another version of zlib packs otherwise: a test compares what is unpacked.
  if (!check)
    deliver(join(import.meta.dirname, 'src', 'embedded', `kernels-${name}.ts`), embedded(name, built));
}
if (stale.length > 0) {
  console.error(
    `Not what the sources build: ${stale.join(', ')}. Run pnpm --filter @seqloom/kernels kernels.`,
  );
  process.exitCode = 1;
}
