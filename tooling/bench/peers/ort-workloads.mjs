// onnxruntime's predictions of a workload. Arguments: folder with its node_modules, `node` or `web`, the model, the workload,
// threads. Prints one JSON line {workload, predictMs, predictCpuMs}: the median of predicting one batch.
import { createRequire } from 'node:module';
import { join } from 'node:path';

const [folder, kind, model, workload, threads] = process.argv.slice(2);
const require = createRequire(join(folder, 'package.json'));
const ort = require(`onnxruntime-${kind}`);
const BUDGET_MS = 1000 * Number(process.env.BUDGET_S ?? 3);
const VOCABULARY = 10_000;

if (kind === 'web') ort.env.wasm.numThreads = Number(threads);
const options = { intraOpNumThreads: Number(threads), interOpNumThreads: 1 };
const session = await ort.InferenceSession.create(
  model,
  kind === 'web' ? { executionProviders: ['wasm'] } : options,
);
const [{ name, shape }] = session.inputMetadata;
const size = shape.reduce((product, length) => product * length, 1);
const ids = BigInt64Array.from({ length: size }, (_, i) => BigInt((i * 7919) % VOCABULARY));
const feeds = { [name]: new ort.Tensor('int64', ids, shape) };
const [output] = session.outputNames;

const once = async () => (await session.run(feeds))[output].data[0];
const warm = performance.now() + 1000;
for (let i = 0; i < 3 || performance.now() < warm; i++) await once();
const times = [];
const before = process.cpuUsage();
const end = performance.now() + BUDGET_MS;
while (times.length < 7 || (times.length < 300 && performance.now() < end)) {
  const start = performance.now();
  await once();
  times.push(performance.now() - start);
}
const { user, system } = process.cpuUsage(before);
times.sort((a, b) => a - b);
const predictMs = times[times.length >> 1];
console.log(JSON.stringify({ workload, predictMs, predictCpuMs: (user + system) / 1000 / times.length }));
process.exit(0);
