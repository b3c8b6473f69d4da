import { defineConfig } from 'vite';

// With these headers a page may share memory between threads; without them it runs on one.
const headers = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

export default defineConfig({
  root: 'web',
  base: './',
  build: {
    outDir: '../dist/web',
    emptyOutDir: true,
    target: 'es2022',
    // data: addresses would need a wider content security policy
    assetsInlineLimit: 0,
  },
  worker: { format: 'es' },
  server: { headers },
  preview: { headers },
});
