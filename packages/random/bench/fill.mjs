// Numbers per second of each fill method: `node bench/fill.mjs` after `pnpm build`. Median of nine rounds, taken in turn.
import { createRandom } from '@seqloom/random';

const out = new Float32Array(1_000_000);
const methods = {
  fillUniform: (random) => random.fillUniform(out),
  fillBernoulli: (random) => random.fillBernoulli(out, 0.5, 2),
  fillNormal: (random) => random.fillNormal(out),
  fillTruncatedNormal: (random) => random.fillTruncatedNormal(out),
  permutation: (random) => random.permutation(out.length),
};
const times = Object.fromEntries(Object.keys(methods).map((name) => [name, []]));
for (let round = 0; round < 9; round++) {
  for (const [name, fill] of Object.entries(methods)) {
    const random = createRandom(1, name, round);
    const start = performance.now();
    fill(random);
    times[name].push(performance.now() - start);
  }
}
for (const [name, list] of Object.entries(times)) {
  const median = list.sort((a, b) => a - b)[list.length >> 1];
  console.log(`${name.padEnd(20)} ${(out.length / median / 1000).toFixed(0).padStart(3)} million/s`);
}
