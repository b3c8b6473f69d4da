import { join } from 'node:path';
import { defineConfig } from 'vitest/config';
import { browserProgram, findBrowser } from './browser-program.mjs';
import { otherWasmBuild } from './other-wasm-build.mjs';

/** Under turbo, which sets TURBO_HASH, a test run leaves a report that turbo restores and `pnpm check` counts. */
const reportersTo = (file) =>
  process.env.TURBO_HASH ? ['default', ['json', { outputFile: `.vitest/${file}` }]] : ['default'];

export const reporters = reportersTo('report.json');

/** The condition under which workspace packages resolve to their TypeScript source instead of `dist`. */
const SOURCE = '@seqloom/source';
const conditions = [SOURCE, 'node', 'import', 'default'];

/**
 * The vitest configuration every package shares: tests run in Node against the sources of all siblings, so
 * that nothing has to be built first, except for `native`, where tests run on the native backend.
 */
export function nodeTests(name, { native = false } = {}) {
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
      ...(native && { globalSetup: join(import.meta.dirname, 'build-native.mjs') }),
    },
  });
}

/**
 * The configuration of a package's tests in a page, `test/*.browser.test.ts`, in a browser of this machine. Where there is none, one
 * skipped test says why.
 *
 * @param name of the package
 * @param browser `chromium` or `firefox`
 * @param packages of npm that the tests load, and that are CommonJS or many files: bundled once, before the tests
 */
export function pageTests(name, browser, packages) {
  const { reason } = findBrowser(browser);
  const common = { name: `${name} in ${browser}`, reporters: reportersTo('browser-report.json') };
  if (reason) {
    return defineConfig({
      test: {
        ...common,
        dir: import.meta.dirname,
        include: ['no-browser.test.mjs'],
        env: { NO_BROWSER: reason },
      },
    });
  }
  return defineConfig({
    resolve: { conditions: [SOURCE, 'module', 'browser', 'import', 'default'] },
    optimizeDeps: { include: packages },
    test: {
      ...common,
      include: ['test/**/*.browser.test.ts'],
      testTimeout: 60_000,
      hookTimeout: 60_000,
      browser: {
        enabled: true,
        headless: true,
        screenshotFailures: false,
        provider: browserProgram(browser),
        instances: [{ browser }],
      },
    },
  });
}
