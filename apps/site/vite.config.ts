import { defineConfig } from 'vite';
import { designTokens } from './build/design-tokens-plugin.ts';
import { docsPages } from './build/docs/docs-plugin.ts';
import { ISOLATION } from './build/headers.ts';
import { leanWorkers } from './build/lean-plugin.ts';
import { licences } from './build/licences-plugin.ts';
import { pageEntries } from './build/page-entries.ts';
import { serviceWorker } from './build/service-worker-plugin.ts';
import { POLICY } from './build/shell.ts';
import { shell } from './build/shell-plugin.ts';

const { collect: collectLicences, write: writeLicences } = licences(import.meta.dirname);

export default defineConfig({
  appType: 'mpa',
  // Relative addresses: the site works at any path of any host.
  base: './',
  plugins: [
    designTokens(),
    shell(import.meta.dirname),
    docsPages(import.meta.dirname),
    writeLicences,
    serviceWorker(import.meta.dirname),
  ],
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    target: 'es2022',
    // data: addresses would need a wider content security policy
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: { input: pageEntries(import.meta.dirname) },
  },
  worker: {
    format: 'es',
    plugins: () => [leanWorkers(), collectLicences],
    // licences.txt has the notices once; in every module they would be a tenth of the script
    rolldownOptions: { output: { comments: { legal: false } } },
  },
  server: { headers: ISOLATION },
  // Workers obey the policy of their own answer, not that of the page.
  preview: { headers: { ...ISOLATION, 'Content-Security-Policy': POLICY } },
});
