import { defineConfig } from 'vitest/config';
import { otherWasmBuild } from './other-wasm-build.mjs';

/** Under turbo, which sets TURBO_HASH, a test run leaves a report that turbo restores and `pnpm check` counts. */
export const reporters = process.env.TURBO_HASH
  ? ['default', ['json', { outputFile: '.vitest/report.json' }]]
  : ['default'];

/** The condition under which workspace packages resolve to their TypeScript source instead of `dist`. */
const conditions = ['@seqloom/source', 'node', 'import', 'default'];

/**
 * The vitest configuration every package shares: tests run in Node against the sources of all siblings, so
 * that nothing has to be built first.
 */
export function nodeTests(name) {
  return defineConfig({
    plugins: otherWasmBuild(process.env.SEQLOOM_WASM),
    resolve: { conditions },
    ssr: { resolve: { conditions, externalConditions: ['node', 'import', 'default'] } },
    test: {
      name,
      reporters,
      include: ['test/**/*.test.ts'],
      exclude: ['test/**/*.browser.test.ts'],
      testTimeout: 30_000,
      hookTimeout: 60_000,
    },
  });
}
