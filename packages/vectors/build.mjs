// Builds c/skip-gram.c into src/skip-gram-wasm.ts with the clang that npm installs, or checks that the file there is what
// the source gives:   node build.mjs          node build.mjs --check
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runClang } from '@yowasp/clang';

const source = readFileSync(join(import.meta.dirname, 'c', 'skip-gram.c'), 'utf8');
const target = join(import.meta.dirname, 'src', 'skip-gram-wasm.ts');
const flags = [
  ...[
    'clang',
    '--target=wasm32-unknown-unknown',
    '-std=c11',
    '-O3',
    '-ffreestanding',
    '-nostdlib',
    '-fno-builtin',
  ],
  ...['-fvisibility=hidden', '-Wall', '-Wextra', '-Werror', '-msimd128', '-mbulk-memory'],
  ...['-Wl,--no-entry', '-Wl,--export-dynamic', '-Wl,--import-memory', '-Wl,--strip-all'],
];
const messages = [];
const collect = (bytes) => bytes && messages.push(Buffer.from(bytes).toString());
let built;
try {
  const files = { 'skip-gram.c': source };
  built = (
    await runClang([...flags, 'skip-gram.c', '-o', 'out.wasm'], files, { stdout: collect, stderr: collect })
  )['out.wasm'];
} catch (error) {
  throw new Error(`clang failed:\n${messages.join('')}`, { cause: error });
}
const lines = Buffer.from(built)
  .toString('base64')
  .match(/.{1,100}/g);
const text = `// Built from c/skip-gram.c by build.mjs. Do not edit.

/** The module that trains a sentence, as base64: small enough to need no file beside the code. */
export const SKIP_GRAM_WASM: string = [
${lines.map((line) => `  '${line}',`).join('\n')}
].join('');
`;
if (!process.argv.includes('--check')) writeFileSync(target, text);
else if (readFileSync(target, 'utf8') !== text) {
  console.error(`Not what the source builds: ${target}. Run pnpm --filter @seqloom/vectors kernels.`);
  process.exitCode = 1;
}
console.log(`skip-gram: ${built.length} bytes`);
