import { reporters } from '@seqloom/vitest';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: { name: 'api-reference', reporters, include: ['test/**/*.test.mjs'], hookTimeout: 120_000 },
});
