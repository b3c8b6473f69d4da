import { reporters } from '@seqloom/vitest';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: { name: 'commands', reporters, include: ['test/**/*.test.mjs'], testTimeout: 30_000 },
});
