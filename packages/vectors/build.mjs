// Builds each kernel in c/ into its src/*-wasm.ts with the clang that npm installs, or checks that the files there are
// what the sources give:   node build.mjs          node build.mjs --check
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runClang } from '@yowasp/clang';

const KERNELS = {
  'skip-gram': 'The module that trains a sentence, as base64: small enough to need no file beside the code.',
  glove: 'The module that trains entries of a co-occurrence matrix, as base64.',
};
const flags = [
  'clang',
  '--target=wasm32-unknown-unknown',
  '-std=c11',
  '-O3',
  '-ffreestanding',
  '-nostdlib',
  '-fno-builtin',
  '-fvisibility=hidden',
  '-Wall',
  '-Wextra',
  '-Werror',
  '-msimd128',
  '-mbulk-memory',
  '-Wl,--no-entry',
  '-Wl,--export-dynamic',
  '-Wl,--import-memory',
  '-Wl,--strip-all',
];
const folder = join(import.meta.dirname, 'c');
const files = Object.fromEntries(
  readdirSync(folder).map((file) => [file, readFileSync(join(folder, file), 'utf8')]),
);

async function build(source) {
  const messages = [];
  const collect = (bytes) => bytes && messages.push(Buffer.from(bytes).toString());
  try {
    const built = await runClang([...flags, source, '-o', 'out.wasm'], files, {
      stdout: collect,
      stderr: collect,
    });
    return built['out.wasm'];
  } catch (error) {
    throw new Error(`clang failed:\n${messages.join('')}`, { cause: error });
  }
}

for (const [kernel, about] of Object.entries(KERNELS)) {
  const built = await build(`${kernel}.c`);
  const lines = Buffer.from(built)
    .toString('base64')
    .match(/.{1,100}/g);
  const text = `// Built from c/${kernel}.c by build.mjs. Do not edit.

/** ${about} */
export const ${kernel.toUpperCase().replace('-', '_')}_WASM: string = [
${lines.map((line) => `  '${line}',`).join('\n')}
].join('');
`;
  const target = join(import.meta.dirname, 'src', `${kernel}-wasm.ts`);
  if (!process.argv.includes('--check')) writeFileSync(target, text);
  else if (readFileSync(target, 'utf8') !== text) {
    console.error(`Not what the source builds: ${target}. Run pnpm --filter @seqloom/vectors kernels.`);
    process.exitCode = 1;
  }
  console.log(`${kernel}: ${built.length} bytes`);
}
