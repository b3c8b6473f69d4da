import { nodeTests } from '@seqloom/vitest';
import { mergeConfig } from 'vitest/config';

export default mergeConfig(nodeTests('site'), {
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  test: { include: ['test/**/*.test.tsx'] },
});
