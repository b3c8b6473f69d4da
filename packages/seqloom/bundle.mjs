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
// The file is copied without the folder that it lies in: it says itself whose work it holds. A minifier keeps such a comment.
const NOTICE = `/*! Seqloom, MIT licence, https://github.com/seqloom/seqloom. Holds parts of TensorFlow.js 4.22.0, changed, Copyright Google LLC,
under the Apache License, Version 2.0, http://www.apache.org/licenses/LICENSE-2.0. */
`;
writeFileSync(file('dist/page.js'), NOTICE + output[0].code);
rmSync(file('dist/page.js.map')); // of the file that the compiler wrote
