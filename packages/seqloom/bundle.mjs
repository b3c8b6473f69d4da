// Writes dist/page.js: all that `seqloom` exports in one module with the binaries and workers inside, for pages without a bundler.
import { rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const file = (path) => fileURLToPath(new URL(path, import.meta.url));
const { output } = await build({
  root: file('.'),
  configFile: false,
  logLevel: 'error',
  build: {
    write: false,
    target: 'es2022',
    modulePreload: false,
    rollupOptions: {
      input: file('dist/index.js'),
      preserveEntrySignatures: 'strict',
      output: { codeSplitting: false },
    },
  },
});
writeFileSync(file('dist/page.js'), output[0].code);
rmSync(file('dist/page.js.map')); // of the file that the compiler wrote
