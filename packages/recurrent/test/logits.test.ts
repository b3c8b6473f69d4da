import { liveTensors, tensor } from '@seqloom/backend';
import { Activation, Dense, firstOutput, type Layer, type LogitsRequest, logitsOf } from '@seqloom/nn';
import { expect, test } from 'vitest';
import { LSTM, TimeDistributed } from '../src/index.ts';
import { onWasm } from './oracle.ts';

onWasm();

const asked = (layer: Layer) => {
  layer.build([null, 2, 1]);
  const request: LogitsRequest = { activation: 'sigmoid' };
  const x = tensor([40, -40], [1, 2, 1]);
  const output = firstOutput(layer.apply(x, { logits: request }));
  x.dispose();
  return { output, logits: logitsOf(request, output) };
};

test.each([
  ['Dense', () => new Dense({ units: 1, activation: 'sigmoid', kernelInitializer: 'ones' })],
  ['Activation', () => new Activation({ activation: 'sigmoid' })],
])(
  'TimeDistributed of %s hands out what enters the activation, in the shape of its output',
  async (_, inner) => {
    const before = liveTensors();
    const layer = new TimeDistributed({ layer: inner() });
    const { output, logits } = asked(layer);
    expect(output.shape).toEqual([1, 2, 1]);
    expect(logits?.shape).toEqual([1, 2, 1]);
    expect(Array.from(await logits!.data())).toEqual([40, -40]);
    for (const made of [output, logits!, layer]) made.dispose();
    expect(liveTensors()).toBe(before);
  },
);

test('a recurrent layer has no logits: its sigmoid is not its last operation alone', () => {
  const layer = new LSTM({ units: 1, activation: 'sigmoid' });
  const { output, logits } = asked(layer);
  expect(logits).toBeUndefined();
  output.dispose();
  layer.dispose();
});
