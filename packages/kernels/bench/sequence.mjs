// CPU milliseconds of recurrent layers, median (fastest): predict (nothing kept), forward, backward. Run after a build:
//   node bench/sequence.mjs
//
// Every step is given a gradient, zero but for the last: the backward pass then cannot stop where the signal of the
// last step has faded, which it otherwise does, but only when the data let it.
import { sequenceCacheFloats } from '../dist/index.js';
import { builds, inTurn, openBench } from './measure.mjs';

const LAYERS = {
  'SimpleRNN 32, batch 128, 500 × 32': { cell: 'simpleRNN', batch: 128, time: 500, features: 32, units: 32 },
  'LSTM 32, batch 128, 500 × 32': { cell: 'lstm', batch: 128, time: 500, features: 32, units: 32 },
  'LSTM 32, batch 32, 500 × 32': { cell: 'lstm', batch: 32, time: 500, features: 32, units: 32 },
  'GRU 32, batch 128, 120 × 14': { cell: 'gru', batch: 128, time: 120, features: 14, units: 32 },
  'GRU 64 relu with recurrent dropout, batch 128, 120 × 32': {
    cell: 'gru',
    batch: 128,
    time: 120,
    features: 32,
    units: 64,
    activation: 'relu',
    dropout: true,
  },
};

for (const simd of builds) {
  console.log(`\n| ${simd} | predict | forward | backward |\n|---|---|---|---|`);
  for (const [name, { dropout = false, ...sizes }] of Object.entries(LAYERS)) {
    const { kernels, array } = await openBench(simd);
    const { cell, batch, time, features, units } = sizes;
    const columns = { simpleRNN: 1, gru: 3, lstm: 4 }[cell] * units;
    const [inputs, state] = [batch * time * features, batch * units];
    const scale = 2 / Math.sqrt(units);
    const operands = {
      ...sizes,
      x: array(inputs, 2),
      kernel: array(features * columns, scale),
      recurrentKernel: array(units * columns, scale),
      bias: array(columns, scale),
      ...(cell === 'gru' ? { recurrentBias: array(columns, scale) } : {}),
      ...(dropout ? { recurrentMask: array(state) } : {}),
    };
    const outputs = { hLast: array(state), ...(cell === 'lstm' ? { cLast: array(state) } : {}) };
    const cache = array(sequenceCacheFloats(sizes), 0);
    const gradients = {
      dhLast: array(state, 0.02),
      dh: array(time * state, 0),
      dx: array(inputs),
      dKernel: array(features * columns),
      dRecurrentKernel: array(units * columns),
      dBias: array(columns),
    };
    const times = inTurn({
      predict: () => kernels.sequenceForward({ ...operands, ...outputs }),
      forward: () => kernels.sequenceForward({ ...operands, ...outputs, cache }),
      backward: () => kernels.sequenceBackward({ ...operands, ...gradients, cache }),
    });
    const cells = Object.values(times).map(
      ({ median, fastest }) => `${median.toFixed(1)} (${fastest.toFixed(1)})`,
    );
    console.log(`| ${name} | ${cells.join(' | ')} |`);
  }
}
