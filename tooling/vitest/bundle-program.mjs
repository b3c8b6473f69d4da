import { join } from 'node:path';
import { build } from 'vite';

/** As in the tests: workspace packages are their TypeScript sources. */
const conditions = ['@seqloom/source', 'node', 'import', 'default'];

/**
 * Bundles a program with all packages that it imports, from the sources, into one file that Node runs: for tests that start and kill
 * processes.
 *
 * @param external packages that Node loads itself, from a folder above `folder`
 * @returns the path of the file
 */
export async function bundleProgram(entry, folder, external = []) {
  await build({
    configFile: false,
    logLevel: 'error',
    resolve: { conditions },
    ssr: { noExternal: true, external, resolve: { conditions, externalConditions: conditions } },
    build: {
      ssr: entry,
      outDir: folder,
      emptyOutDir: false,
      minify: false,
      target: 'node20',
      rolldownOptions: { output: { entryFileNames: 'program.mjs', codeSplitting: false } },
    },
  });
  return join(folder, 'program.mjs');
}
