import { pageTests } from '@seqloom/vitest';

export default pageTests('model-tests', 'chromium', [
  '@seqloom/backend-testkit > @tensorflow/tfjs-backend-cpu',
  '@seqloom/backend-webgl > @tensorflow/tfjs-backend-webgl',
  '@seqloom/backend > @tensorflow/tfjs-core',
]);
