// Models that TensorFlow.js saved, with what they predict, for @seqloom/keras/tfjs. Its packages are not those of this repository:
//   cd SOMEWHERE && npm install @tensorflow/tfjs@4.22.0
//   node tooling/oracles/tfjs_models.mjs SOMEWHERE
// `recorded/tfjs_models.json` holds the `model.json` of each, the bytes of its weights as base64, an input and the answers.
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';

const require = createRequire(resolve(process.argv[2], 'index.js'));
const tf = require('@tensorflow/tfjs');
await tf.setBackend('cpu');
const L = tf.layers;

let state = 24;
/** A generator of numbers in [0, 1) that is the same everywhere (Park and Miller). */
function random() {
  state = (state * 48271) % 2147483647;
  return state / 2147483647;
}
const draw = (shape, scale = 1) =>
  tf.tensor(
    Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () =>
      Math.fround(Math.round((random() * 2 - 1) * scale * 1e4) / 1e4),
    ),
    shape,
  );
const ids = (rows, steps) =>
  tf.tensor(
    Float32Array.from({ length: rows * steps }, () => Math.floor(random() * 10)),
    [rows, steps],
  );

const stack = (...list) => tf.sequential({ layers: list });
const graph = (inputs, outputs) => tf.model({ inputs, outputs });

/** Name → the model and its inputs. Settings that are not named have the defaults of TensorFlow.js: GRUs with the reset gate before the product. */
const MODELS = {
  dense: () => [
    stack(
      L.dense({ units: 4, activation: 'relu', inputShape: [3] }),
      L.batchNormalization({}),
      L.dense({ units: 2, activation: 'softmax' }),
    ),
    [draw([3, 3])],
  ],
  hardSigmoid: () => [
    stack(
      L.dense({ units: 4, activation: 'hardSigmoid', inputShape: [3] }),
      L.activation({ activation: 'hardSigmoid' }),
      L.dense({ units: 1 }),
    ),
    [draw([3, 3], 3)],
  ],
  lstm: () => [
    stack(
      L.embedding({ inputDim: 10, outputDim: 4, inputLength: 6 }),
      L.lstm({ units: 3, returnSequences: true, recurrentActivation: 'hardSigmoid' }),
      L.lstm({ units: 2, recurrentActivation: 'sigmoid' }),
      L.dense({ units: 1, activation: 'sigmoid' }),
    ),
    [ids(3, 6)],
  ],
  gru: () => [
    stack(
      L.gru({ units: 4, inputShape: [5, 3], returnSequences: true }),
      L.gru({ units: 3, recurrentActivation: 'sigmoid', useBias: false }),
    ),
    [draw([2, 5, 3])],
  ],
  simpleRnn: () => [
    stack(
      L.simpleRNN({ units: 3, inputShape: [null, 2], returnSequences: true, goBackwards: true }),
      L.timeDistributed({ layer: L.dense({ units: 2, activation: 'elu' }) }),
      L.globalMaxPooling1d(),
    ),
    [draw([2, 4, 2])],
  ],
  bidirectional: () => [
    stack(
      L.embedding({ inputDim: 10, outputDim: 3, maskZero: true, inputLength: 5 }),
      L.bidirectional({ layer: L.lstm({ units: 2, returnSequences: true }), mergeMode: 'concat' }),
      L.bidirectional({ layer: L.gru({ units: 2 }), mergeMode: 'sum' }),
      L.dense({ units: 1 }),
    ),
    [ids(3, 5)],
  ],
  conv1d: () => [
    stack(
      L.conv1d({ filters: 4, kernelSize: 3, activation: 'relu', inputShape: [12, 2] }),
      L.maxPooling1d({ poolSize: 2 }),
      L.conv1d({ filters: 3, kernelSize: 2, padding: 'same', dilationRate: 2 }),
      L.averagePooling1d({ poolSize: 2, strides: 1, padding: 'same' }),
      L.globalAveragePooling1d({}),
      L.dense({ units: 1 }),
    ),
    [draw([2, 12, 2])],
  ],
  reshaping: () => [
    stack(
      L.reshape({ targetShape: [2, 6], inputShape: [3, 4] }),
      L.permute({ dims: [2, 1] }),
      L.flatten(),
      L.repeatVector({ n: 3 }),
      L.dropout({ rate: 0.3 }),
      L.layerNormalization({}),
      L.leakyReLU({ alpha: 0.2 }),
      L.softmax({ axis: -1 }),
    ),
    [draw([2, 3, 4])],
  ],
  branches: () => {
    const [x, y] = [tf.input({ shape: [4], name: 'left' }), tf.input({ shape: [4], name: 'right' })];
    const shared = L.dense({ units: 3, activation: 'tanh', name: 'shared' });
    const [a, b] = [shared.apply(x), shared.apply(y)];
    const merged = L.concatenate().apply([
      L.add().apply([a, b]),
      L.multiply().apply([a, b]),
      L.maximum().apply([a, b]),
      L.average().apply([a, b]),
      L.dot({ axes: 1 }).apply([a, b]),
    ]);
    return [
      graph(
        [x, y],
        [L.dense({ units: 2, name: 'first' }).apply(merged), L.dense({ units: 1, name: 'second' }).apply(a)],
      ),
      [draw([3, 4]), draw([3, 4])],
    ];
  },
  nested: () => {
    const inner = stack(L.dense({ units: 3, activation: 'selu', inputShape: [4] }), L.batchNormalization({}));
    const x = tf.input({ shape: [4] });
    const branch = graph(x, L.dense({ units: 4, activation: 'relu' }).apply(x));
    const y = tf.input({ shape: [4] });
    return [graph(y, L.add().apply([inner.apply(branch.apply(y)), inner.apply(y)])), [draw([3, 4])]];
  },
  encoderDecoder: () => {
    const [x, y] = [tf.input({ shape: [4, 2] }), tf.input({ shape: [3, 2] })];
    const [, h, c] = L.lstm({ units: 3, returnState: true }).apply(x);
    return [
      graph([x, y], L.lstm({ units: 3, returnSequences: true }).apply(y, { initialState: [h, c] })),
      [draw([2, 4, 2]), draw([2, 3, 2])],
    ];
  },
};

const pack = (tensor) => ({
  shape: tensor.shape,
  data: [...tensor.dataSync()].map((value) => Number(value.toPrecision(9))),
});
const models = {};
for (const [name, make] of Object.entries(MODELS)) {
  const [model, inputs] = make();
  // Weights that are not zeros and ones, so that none can be taken for another.
  model.setWeights(
    model.weights.map((weight) =>
      /variance/i.test(weight.originalName)
        ? tf.add(tf.abs(draw(weight.shape)), 0.5)
        : draw(weight.shape, 0.7),
    ),
  );
  let saved;
  await model.save(
    tf.io.withSaveHandler(async (artifacts) => {
      saved = artifacts;
      return { modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' } };
    }),
  );
  const { modelTopology, format, generatedBy, convertedBy, weightSpecs, weightData } = saved;
  const bytes = Buffer.concat([weightData].flat().map((part) => Buffer.from(part)));
  const outputs = [model.predict(inputs.length > 1 ? inputs : inputs[0])].flat();
  // The form of `model.json`, as `tf.io.browserHTTPRequest` and tfjs-node write it.
  const json = {
    modelTopology,
    format,
    generatedBy,
    convertedBy,
    weightsManifest: [{ paths: ['weights.bin'], weights: weightSpecs }],
  };
  models[name] = {
    json: JSON.stringify(json),
    weights: bytes.toString('base64'),
    inputs: inputs.map(pack),
    predictions: outputs.map(pack),
  };
}
const text = `${JSON.stringify({ tfjs: tf.version_core, models })}\n`;
writeFileSync(new URL('recorded/tfjs_models.json', import.meta.url), text);
console.log(Object.keys(models).length, 'models', text.length, 'bytes');
