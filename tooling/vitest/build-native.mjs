// Set-up of tests that run on the native backend: builds it, if it is not built yet and there is a compiler.
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

const script = join(import.meta.dirname, '..', '..', 'packages', 'backend-node', 'build-native.mjs');

export function setup() {
  execFileSync(process.execPath, [script], { stdio: 'inherit' });
}
