import { adam, Dense, fit, GRU, Sequential } from 'seqloom';

// Which of two waves is it? 400 series of 50 steps.
const [ROWS, STEPS] = [400, 50];
const inputs = new Float32Array(ROWS * STEPS);
const targets = new Uint8Array(ROWS);
for (let row = 0; row < ROWS; row++) {
  targets[row] = row % 2;
  for (let step = 0; step < STEPS; step++)
    inputs[row * STEPS + step] = Math.sin((step + row) / (row % 2 === 0 ? 4 : 5));
}
const model = new Sequential([new GRU({ units: 16 }), new Dense({ units: 1, activation: 'sigmoid' })]);
await fit(
  model,
  { inputs: { data: inputs, shape: [ROWS, STEPS, 1] }, targets: { data: targets, shape: [ROWS, 1] } },
  {
    epochs: 15,
    optimizer: adam({ learningRate: 0.01 }),
    loss: 'binaryCrossentropy',
    metrics: ['accuracy'],
    seed: 1,
    callbacks: [
      {
        onEpochEnd: (epoch, { loss, accuracy }) =>
          postMessage(`epoch ${epoch + 1}: loss ${loss.toFixed(3)}, accuracy ${accuracy.toFixed(3)}`),
      },
    ],
  },
);
postMessage('done');
