// Writes src/embedded, what travels with the code: tfjs's wasm binary, deflated; the part of tfjs's JavaScript that works on
// it; and the script of the pool's workers. Run it after a change of either:   node embed.mjs
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { deflateSync } from 'node:zlib';

const write = (name, text) => writeFileSync(new URL(`src/embedded/${name}`, import.meta.url), text);

const { resolve } = createRequire(import.meta.url);
const tfjs = resolve('@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-threaded-simd.wasm');
write(
  'tfjs-binary.ts',
  `// tfjs-backend-wasm-threaded-simd.wasm, © Google LLC, Apache-2.0; deflated, as base64; written by embed.mjs. Do not edit.
export const TFJS_BINARY: string =
  '${deflateSync(readFileSync(tfjs), { level: 9 }).toString('base64')}';
`,
);

const script = readFileSync(new URL('worker/pool-worker.js', import.meta.url), 'utf8');
write(
  'pool-worker.ts',
  `// worker/pool-worker.js; written by embed.mjs. Do not edit.
export const POOL_WORKER: string = ${JSON.stringify(script)};
`,
);

/**
 * Kernels of tfjs that are registered nowhere, so that bundlers leave out their code, 17 kB of a page after gzip: those of
 * images, volumes, strings and sparse tensors, which no operation, portable body or gradient rule of `@seqloom/backend` runs.
 */
const LEFT_OUT = `
  avgPool avgPoolGrad maxPool maxPoolGrad maxPoolWithArgmax
  avgPool3D avgPool3DGrad maxPool3D maxPool3DGrad
  conv2D conv2DBackpropInput fusedConv2D depthwiseConv2dNative fusedDepthwiseConv2D
  conv3D conv3DBackpropFilterV2 conv3DBackpropInputV2
  dilation2D dilation2DBackpropFilter dilation2DBackpropInput
  batchToSpaceND spaceToBatchND depthToSpace fusedBatchNorm lrn lrnGrad mirrorPad
  resizeBilinear resizeBilinearGrad resizeNearestNeighbor resizeNearestNeighborGrad
  cropAndResize flipLeftRight rotateWithOffset transform
  nonMaxSuppressionV3 nonMaxSuppressionV4 nonMaxSuppressionV5
  stringNGrams stringSplit stringToHashBucketFast
  sparseFillEmptyRows sparseReshape sparseSegmentMean sparseSegmentSum sparseToDense
  bincount denseBincount bitwiseAnd broadcastArgs diag multinomial searchSorted
  stridedSlice tensorScatterUpdate unique
`
  .trim()
  .split(/\s+/);

/**
 * tfjs's own bundle without what loads and starts binaries: that imports modules of Node, which no page without a bundler has,
 * and is a third of the code. Kernels are registered under the name that is asked for, and not when the module is imported.
 */
function withoutLoader(bundle) {
  let text = bundle;
  const cut = (from, to, instead = '') => {
    const start = text.indexOf(from);
    const end = text.indexOf(to, start);
    if (start < 0 || end < 0)
      throw new Error(`tfjs-backend-wasm is another version: no ${from} before ${to}`);
    text = text.slice(0, start) + instead + text.slice(end);
  };
  cut("import require$$0 from 'fs';", '/**');
  cut(
    'for (const kernelConfig of kernelConfigs) {',
    '/**',
    `function registerKernels(backendName) {
    for (const config of kernelConfigs) registerKernel({ ...config, backendName });
}

`,
  );
  cut('const ENV = env();', 'class BackendWasm extends');
  cut('function createInstantiateWasmFunc(', 'function typedArrayFromBuffer(');
  cut('const wasmBinaryNames = [', 'let threadsCount = -1;');
  cut('/**\n * Sets the number of threads', '/** @license See the LICENSE file. */');
  // A reshaped tensor has its data under the shape they were made with, which says nothing of the bias's own.
  text = text.replaceAll('biasData.shape', 'bias.shape');
  cut('const WASM_PRIORITY = 2;', 'export {');
  cut('export {', '\n//#', 'export { BackendWasm, registerKernels };');
  const list = text.indexOf('const kernelConfigs = [');
  for (const name of LEFT_OUT) {
    const line = `\n    ${name}Config,`;
    const at = text.indexOf(line, list);
    if (at < 0) throw new Error(`tfjs-backend-wasm is another version: it registers no ${name}`);
    text = text.slice(0, at) + text.slice(at + line.length);
  }
  const [licence] = /\/\*\*\n \* @license[\s\S]*?\*\/\n/.exec(text);
  return (
    licence +
    text.replaceAll(/\/\*\*\n \* @license[\s\S]*?\*\/\n/g, '').replace(/\n\/\/# sourceMappingURL.*/, '')
  );
}
write(
  'tfjs-kernels.js',
  `// From tf-backend-wasm.fesm.js of @tensorflow/tfjs-backend-wasm 4.22.0, Apache-2.0; cut and corrected by embed.mjs. Do not edit.
${withoutLoader(readFileSync(resolve('@tensorflow/tfjs-backend-wasm/dist/tf-backend-wasm.fesm.js'), 'utf8'))}`,
);
