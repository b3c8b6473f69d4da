// Checks the arrows of ARCHITECTURE.md: which package may import which, and that no public type names a tfjs type.
// Run it after `pnpm build`: it reads the manifests, the sources and the built declaration files.
import { join } from 'node:path';
import { findArrowProblems } from './find-arrow-problems.mjs';

/** What each package may import among its siblings. A package that is missing here is an error. */
const ARROWS = {
  options: [],
  random: [],
  safetensors: [],
  charts: ['options'],
  kernels: [],
  text: ['options', 'random'],
  arrays: ['options', 'random'],
  archives: ['options'],
  timeseries: ['archives', 'arrays', 'options', 'random'],
  // timeseries: its names stay exported from datasets for one version.
  datasets: ['archives', 'arrays', 'options', 'random', 'timeseries'],
  vectors: ['archives', 'options', 'random', 'safetensors'],
  backend: ['options'],
  'backend-wasm': ['backend', 'kernels', 'options'],
  'backend-testkit': ['backend', 'random'],
  nn: ['backend', 'options', 'random'],
  embeddings: ['backend', 'nn', 'options', 'random'],
  recurrent: ['backend', 'nn', 'options'],
  convolutional: ['backend', 'nn', 'options'],
  train: ['archives', 'backend', 'datasets', 'nn', 'options', 'random', 'safetensors'],
};

const problems = findArrowProblems({ root: join(import.meta.dirname, '..', '..'), arrows: ARROWS });
for (const problem of problems) console.error(problem);
if (problems.length > 0) process.exit(1);
console.log('arrows: every import points down, no public type names tfjs');
