import { pageTests } from '@seqloom/vitest';

export default pageTests('backend-webgl', 'chromium', [
  '@seqloom/backend-testkit > @tensorflow/tfjs-backend-cpu',
  '@tensorflow/tfjs-backend-webgl',
  '@tensorflow/tfjs-core',
]);
