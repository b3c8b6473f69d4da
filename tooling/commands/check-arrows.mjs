// Checks the arrows of ARCHITECTURE.md: which package may import which, and that no public type names a tfjs type.
// Run it after `pnpm build`: it reads the manifests, the sources and the built declaration files.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

const root = join(import.meta.dirname, '..', '..');

/** What each package may import among its siblings. A package that is missing here is an error. */
const ARROWS = {
  random: [],
  safetensors: [],
  charts: [],
  kernels: [],
  text: ['random'],
  datasets: ['random'],
  vectors: ['kernels', 'random', 'safetensors'],
  backend: [],
  'backend-wasm': ['backend', 'kernels'],
  'backend-testkit': ['backend'],
  nn: ['backend', 'random'],
  embeddings: ['backend', 'nn', 'random'],
  recurrent: ['backend', 'nn', 'random'],
  convolutional: ['backend', 'nn', 'random'],
  train: ['backend', 'datasets', 'nn', 'random', 'safetensors'],
};
const IMPORT = /(?:\bfrom\s*|\bimport\s*\(?\s*)['"]((?:@seqloom|@tensorflow)\/[^'"]+)['"]/g;

const problems = [];

function* files(dir, extension) {
  if (!existsSync(dir)) return;
  for (const entry of readdirSync(dir, { withFileTypes: true })) {
    const path = join(dir, entry.name);
    if (entry.isDirectory()) yield* files(path, extension);
    else if (entry.name.endsWith(extension)) yield path;
  }
}

function* imports(path) {
  for (const [, specifier] of readFileSync(path, 'utf8').matchAll(IMPORT)) yield specifier;
}

for (const name of readdirSync(join(root, 'packages'))) {
  const dir = join(root, 'packages', name);
  const manifest = JSON.parse(readFileSync(join(dir, 'package.json'), 'utf8'));
  const allowed = ARROWS[name];
  if (!allowed) {
    problems.push(
      `packages/${name}: not in the table of arrows; add it to ARCHITECTURE.md and to this script.`,
    );
    continue;
  }
  const declared = Object.keys(manifest.dependencies ?? {});
  for (const dependency of declared) {
    const sibling = dependency.match(/^@seqloom\/(.+)$/)?.[1];
    if (sibling && !allowed.includes(sibling)) {
      problems.push(
        `packages/${name}/package.json: depends on ${dependency}; allowed: ${allowed.join(', ') || 'none'}.`,
      );
    }
    if (dependency.startsWith('@tensorflow/') && !name.startsWith('backend')) {
      problems.push(`packages/${name}/package.json: depends on ${dependency}; only backend* packages may.`);
    }
  }
  for (const path of files(join(dir, 'src'), '.ts')) {
    for (const specifier of imports(path)) {
      const dependency = specifier.split('/').slice(0, 2).join('/');
      if (!declared.includes(dependency) && dependency !== manifest.name) {
        problems.push(`${relative(root, path)}: imports ${specifier}, which its package.json does not list.`);
      }
      if (dependency.startsWith('@seqloom/') && specifier !== dependency) {
        problems.push(`${relative(root, path)}: deep import ${specifier}; import ${dependency}.`);
      }
    }
  }
  const declarations = [...files(join(dir, 'dist'), '.d.ts')];
  if (declarations.length === 0) problems.push(`packages/${name}: no dist/*.d.ts; run pnpm build first.`);
  for (const path of declarations) {
    for (const specifier of imports(path)) {
      if (specifier.startsWith('@tensorflow/')) {
        problems.push(
          `${relative(root, path)}: a public type names ${specifier}; use the engine's own interfaces.`,
        );
      }
    }
  }
}

for (const problem of problems) console.error(problem);
if (problems.length > 0) process.exit(1);
console.log('arrows: every import points down, no public type names tfjs');
