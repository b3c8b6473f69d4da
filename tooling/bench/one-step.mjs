// Times one step of an LSTM of 128 units on 128 features, batch 1, run by StepRunner on the backends here and by onnxruntime-node, in turn; prints the
// median of each round in microseconds, and the ratio of the medians of all rounds. All runs carry their state on and must end with the same numbers.
//
//   pnpm --filter "@seqloom/bench..." build
//   npm install --prefix PEERS onnxruntime-node@1.30.0 && python3 tooling/bench/peers/export_lstm_step.py PEERS/step.onnx
//   node tooling/bench/one-step.mjs --peers PEERS [--units 128] [--steps 3000] [--rounds 5]
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { registerBackend, selectBackend } from '@seqloom/backend';
import { nodeBackend } from '@seqloom/backend-node';
import { wasmBackend } from '@seqloom/backend-wasm';
import { LSTM } from '@seqloom/recurrent';
import { Sequential, StepRunner } from '@seqloom/train';

const { values } = parseArgs({
  options: {
    peers: { type: 'string' },
    units: { type: 'string', default: '128' },
    steps: { type: 'string', default: '3000' },
    rounds: { type: 'string', default: '5' },
  },
});
const [units, steps, rounds] = [values.units, values.steps, values.rounds].map(Number);
const input = (t) => Float32Array.from({ length: units }, (_, i) => Math.sin(i + t));
const inputs = Array.from({ length: 64 }, (_, t) => input(t));

/** Steps of ours on a backend, from zero states. */
async function ours(name) {
  const backend = await selectBackend({ prefer: [name], threads: 1, replace: true });
  const model = new Sequential([new LSTM({ units, returnSequences: true })]).build([null, null, units]);
  let next = 1;
  const weights = await model.getWeights();
  model.setWeights(
    weights.map((weight) => ({ ...weight, data: weight.data.map(() => Math.sin(next++) / 8) })),
  );
  const runner = new StepRunner(model);
  const times = [];
  let output;
  for (let t = 0; t < steps; t++) {
    const x = inputs[t % 64];
    const start = performance.now();
    output = await runner.step(x);
    times.push(performance.now() - start);
  }
  runner.dispose();
  model.dispose();
  await backend.dispose();
  return { times, output };
}

/** Steps of onnxruntime. */
async function theirs() {
  const ort = createRequire(join(values.peers, 'package.json'))('onnxruntime-node');
  const session = await ort.InferenceSession.create(join(values.peers, 'step.onnx'), {
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
  });
  const tensor = (data) => new ort.Tensor('float32', data, [1, 1, units]);
  let [h, c] = [tensor(new Float32Array(units)), tensor(new Float32Array(units))];
  const times = [];
  for (let t = 0; t < steps; t++) {
    const x = inputs[t % 64];
    const start = performance.now();
    ({ next_h: h, next_c: c } = await session.run({ x: tensor(x), h, c }));
    times.push(performance.now() - start);
  }
  const output = Float32Array.from(h.data);
  await session.release();
  return { times, output };
}

registerBackend(wasmBackend());
registerBackend(nodeBackend());
const contestants = {
  wasm: () => ours('wasm'),
  node: () => ours('node'),
  ...(values.peers && { 'onnxruntime-node': theirs }),
};
const median = (list) => [...list].sort((a, b) => a - b)[list.length >> 1];
const medians = Object.fromEntries(Object.keys(contestants).map((name) => [name, []]));
let expected;
for (let round = 0; round < rounds; round++) {
  for (const [name, run] of Object.entries(contestants)) {
    const { times, output } = await run();
    expected ??= output;
    const error = Math.max(...output.map((value, i) => Math.abs(value - expected[i])));
    if (!(error < 1e-5)) throw new Error(`${name}: other numbers than the first run, off by ${error}`);
    medians[name].push(1000 * median(times.slice(steps >> 2))); // the first quarter warms up
  }
}
for (const [name, list] of Object.entries(medians)) {
  const ratio = median(medians[Object.keys(contestants).at(-1)]) / median(list);
  console.log(
    `${name.padEnd(18)} ${median(list).toFixed(1)} µs a step  (rounds: ${list.map((us) => us.toFixed(1)).join(' ')})  ${ratio.toFixed(2)} times as fast as the last`,
  );
}
