import type { Plugin } from 'vite';

/** The modules in which the packages carry their binaries as text; the site has them as files: `src/backend/wasm-files.ts`. */
const EMBEDDED = /\/embedded\/(?:tfjs-binary|kernels-simd|kernels-relaxed)\.js$/;

/**
 * Modules of tfjs-core that register themselves when it loads, whether or not they are used: its optimizers, and where it stores models.
 * Seqloom has its own. What stands in their place has the names that others import.
 */
const UNUSED: Readonly<Record<string, string>> = {
  'optimizers/register_optimizers.js': 'export function registerOptimizers() {}',
  'io/io.js': 'export {};',
  'io/indexed_db.js': 'export class BrowserIndexedDB {} export class BrowserIndexedDBManager {}',
  'io/local_storage.js': 'export class BrowserLocalStorage {} export class BrowserLocalStorageManager {}',
  'io/model_management.js': 'export const ModelStoreManagerRegistry = { registerManager() {} };',
};
const TFJS_CORE = /\/@tensorflow\/tfjs-core\/dist\/((?:optimizers|io)\/\w+\.js)$/;

/** Modules of the packages that no page runs, with the names that others import from them. */
const UNUSED_PARTS: readonly { readonly module: RegExp; readonly names: readonly string[] }[] = [
  {
    // charts and tables of the reports that commands write
    module: /\/charts\/dist\/index\.js$/,
    names: [
      'barsSVG',
      'curvesOf',
      'curvesSVG',
      'curvesText',
      'forecastSVG',
      'graphSVG',
      'heatmapSVG',
      'lineChartSVG',
      'scatterSVG',
      'tableText',
    ],
  },
  {
    // metrics that no task of a page measures
    module:
      /\/train\/dist\/metrics\/(?:auc|f-scores|interval-coverage|precision-recall|r2-score|top-k-accuracies)\.js$/,
    names: [
      'auc',
      'f1Score',
      'fBetaScore',
      'intervalCoverage',
      'precision',
      'r2Score',
      'recall',
      'sparseTopKCategoricalAccuracy',
      'topKCategoricalAccuracy',
    ],
  },
  {
    // and losses
    module: /\/train\/dist\/losses\/(?:focal-crossentropies|kl-divergence)\.js$/,
    names: ['binaryFocalCrossentropy', 'categoricalFocalCrossentropy', 'klDivergence'],
  },
];

/** A module whose functions say that the site has them not. */
function withoutParts(names: readonly string[]): string {
  const left = `const none = () => { throw new Error('The scripts of the site leave this part out: build/lean-plugin.ts.'); };`;
  return `${left}\n${names.map((name) => `export const ${name} = none;`).join('\n')}`;
}

/** Leaves out of the scripts of workers what no page of the site uses. */
export function leanWorkers(): Plugin {
  return {
    name: 'seqloom-lean',
    apply: 'build',
    enforce: 'pre',
    transform(code, id) {
      if (EMBEDDED.test(id)) return code.replaceAll(/(["'`])[A-Za-z0-9+/=]{4000,}\1/g, '""');
      const [, part = ''] = TFJS_CORE.exec(id) ?? [];
      if (part !== '') return UNUSED[part];
      const unused = UNUSED_PARTS.find(({ module }) => module.test(id));
      return unused && withoutParts(unused.names);
    },
  };
}
