import { WAVE } from './wave.ts';

/**
 * A program for Node that trains the network of the home page and prints the SHA-256 of its weights. A test runs it.
 *
 * @param seed of the training
 */
export function exampleCode(seed: number): string {
  const { window, windows, units, batchSize, epochs, learningRate } = WAVE;
  return `import { createHash } from 'node:crypto';
import { adam, Dense, fit, LSTM, saveWeights, Sequential } from 'seqloom';

// The mean of two waves, of 24 and of 36 steps.
const turn = (cosine, sine, [x, y]) => [x * cosine - y * sine, x * sine + y * cosine];
let [day, slow] = [[1, 0], [1, 0]];
const wave = Float32Array.from({ length: ${windows + window} }, () => {
  const value = (day[1] + slow[1]) / 2;
  day = turn(0.9659258262890683, 0.25881904510252074, day);
  slow = turn(0.984807753012208, 0.17364817766693033, slow);
  return value;
});

// ${windows} windows of ${window} values, each with the value after it.
const inputs = Float32Array.from({ length: ${windows} * ${window} }, (_, i) => wave[Math.floor(i / ${window}) + (i % ${window})]);
const data = {
  inputs: { data: inputs, shape: [${windows}, ${window}, 1] },
  targets: { data: wave.slice(${window}), shape: [${windows}, 1] },
};
const model = new Sequential([new LSTM({ units: ${units} }), new Dense({ units: 1 })]);
await fit(model, data, {
  epochs: ${epochs},
  batchSize: ${batchSize},
  loss: 'meanSquaredError',
  optimizer: adam({ learningRate: ${learningRate} }),
  seed: ${seed},
});
console.log(createHash('sha256').update(await saveWeights(model)).digest('hex'));
`;
}
