import { pageTests } from '@seqloom/vitest';

export default pageTests('backend-wasm', 'firefox', [
  '@seqloom/backend-testkit > @tensorflow/tfjs-backend-cpu',
  '@tensorflow/tfjs-core',
]);
