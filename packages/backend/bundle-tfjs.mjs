// Writes dist/tfjs: the modules of tfjs-core that this package and `@seqloom/backend-wasm` use. Part of the build.
//
// An installed tfjs-core is 38 MB and brings ten more packages, most of them types and what old versions of Node lacked; its ES
// modules do not load in Node; and every page would carry its optimizers, its model storages and its platforms. All copies of tfjs-core of a
// program share one engine and one registry of kernels, so that a tfjs that a program loads itself works beside this one.
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { build } from 'vite';

const core = dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-core'));

/** Modules whose exports are handed on, most of them operations; other operations are ours, or are run as kernels. */
const MODULES = `
  backends/backend environment globals gradients kernel_names kernel_registry tensor
  ops/add ops/broadcast_to ops/buffer ops/cast ops/clone ops/div ops/equal ops/exp ops/fill ops/greater ops/greater_equal ops/is_nan
  ops/less ops/less_equal ops/log ops/log_softmax ops/logical_and ops/logical_not ops/mat_mul ops/mul ops/neg ops/not_equal
  ops/ones_like ops/pad ops/pow ops/reciprocal ops/reshape ops/reverse ops/scalar ops/scatter_nd ops/sigmoid ops/sign ops/slice
  ops/split ops/square ops/stack ops/step ops/sub ops/sum ops/tensor ops/transpose ops/unstack ops/where ops/zeros ops/zeros_like
`
  .trim()
  .split(/\s+/);

/** Modules that are handed on under a name of their own. */
const NAMESPACES = {
  backend_util: 'backends/backend_util',
  broadcast_util: 'ops/broadcast_util',
  gather_util: 'ops/gather_nd_util',
  scatter_util: 'ops/scatter_nd_util',
  slice_util: 'ops/slice_util',
  util: 'util',
};

/** Modules that act when they are loaded: the engine is made, flags are declared. All others only export. */
const WITH_EFFECTS = ['engine', 'flags', 'tensor'].map((name) => join(core, `${name}.js`));

/** As base_side_effects.js of tfjs-core, without its platforms. */
const INDEX = `// Modules of tfjs-core 4.22.0, © Google LLC, Apache-2.0; chosen and written by bundle-tfjs.mjs.
import './flags.js';
import { buffer } from './ops/buffer.js';
import { cast } from './ops/cast.js';
import { clone } from './ops/clone.js';
import { print } from './ops/print.js';
import { setOpHandler } from './tensor.js';

setOpHandler({ buffer, cast, clone, print });

${MODULES.map((name) => `export * from './${name}.js';`).join('\n')}
${Object.entries(NAMESPACES)
  .map(([name, path]) => `export * as ${name} from './${path}.js';`)
  .join('\n')}
`;

/**
 * What every runtime has today stands in place of the platforms that tfjs registers for Node and for pages. The platform of a
 * tfjs that a program has loaded itself goes before.
 */
const PLATFORM = `
const TYPED_ARRAYS = new Set(['Float32Array', 'Int32Array', 'Uint8Array', 'Uint8ClampedArray']);
const PLATFORM = {
  now: () => performance.now(),
  fetch: (path, init) => fetch(path, init),
  encode: (text) => new TextEncoder().encode(text),
  decode: (bytes, encoding) => new TextDecoder(encoding).decode(bytes),
  // Also of another realm, such as that of a test runner.
  isTypedArray: (a) => ArrayBuffer.isView(a) && TYPED_ARRAYS.has(a[Symbol.toStringTag]),
};
const platform = () => env().platform ?? PLATFORM;
`;

/** The hash is that of a kernel of strings which is registered nowhere; it would bring a package for long integers. */
const WITHOUT_HASH = `export function fingerPrint64() {
  throw new Error('@seqloom/backend: the hash of strings of tfjs is left out.');
}
`;

const parts = {
  name: 'tfjs-parts',
  transform(code, id) {
    if (id === join(core, 'hash_util.js')) return WITHOUT_HASH;
    if (id !== join(core, 'util.js')) return undefined;
    const uses = code.split('env().platform').length - 1;
    if (uses !== 6) throw new Error(`tfjs-core is another version: util.js uses the platform ${uses} times`);
    return code.replaceAll('env().platform', 'platform()') + PLATFORM;
  },
};

/** What the Apache License asks of files that are handed on changed. */
const CHANGED = '// Changed from tfjs-core 4.22.0 by bundle-tfjs.mjs of @seqloom/backend.';

const entries = [...MODULES, ...Object.values(NAMESPACES), 'flags', 'ops/print'];
await build({
  configFile: false,
  logLevel: 'error',
  root: import.meta.dirname,
  plugins: [parts],
  build: {
    outDir: 'dist/tfjs',
    minify: false,
    target: 'es2022',
    modulePreload: false,
    rolldownOptions: {
      input: Object.fromEntries(entries.map((name) => [name, join(core, `${name}.js`)])),
      preserveEntrySignatures: 'strict',
      treeshake: { moduleSideEffects: (id) => WITH_EFFECTS.includes(id) },
      output: {
        preserveModules: true,
        preserveModulesRoot: core,
        entryFileNames: '[name].js',
        banner: ({ name }) => (['util', 'hash_util'].includes(name) ? CHANGED : ''),
      },
      experimental: { attachDebugInfo: 'none' },
    },
  },
});
writeFileSync(new URL('dist/tfjs/index.js', import.meta.url), INDEX);
