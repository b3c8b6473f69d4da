import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: { name: 'commands', include: ['test/**/*.test.mjs'], testTimeout: 30_000 },
});
