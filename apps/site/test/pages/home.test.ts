import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { registerBackend, selectBackend } from '@seqloom/backend';
import { wasmBackend } from '@seqloom/backend-wasm';
import { trainDigest, weightsDigest } from '@seqloom/tasks';
import { expect, test, vi } from 'vitest';
import { exampleCode } from '../../src/pages/home/example-code.ts';
import { NODE_DIGESTS } from '../../src/pages/home/node-digests.ts';
import { WAVE, WAVE_STEPS, waveValues } from '../../src/pages/home/wave.ts';
import { continueWave, trainWave, waveNetwork } from '../../src/pages/home/wave-network.ts';

registerBackend(wasmBackend());
await selectBackend({ threads: 1 });

test('the wave is the mean of two sines', () => {
  const sine = (period: number, t: number) => Math.sin((2 * Math.PI * t) / period);
  const values = waveValues(100, 50);
  // Turning a point 150 times loses a few of the 53 bits; float32 keeps 24.
  for (const [i, value] of values.entries())
    expect(value).toBeCloseTo((sine(24, 100 + i) + sine(36, 100 + i)) / 2, 6);
});

test('the network of the home page learns to continue the wave, and its weights are those that the page compares with', async () => {
  const model = waveNetwork();
  const losses: number[] = [];
  const { seed, digest } = NODE_DIGESTS.wave;
  await trainWave(model, { seed, onStep: (_step, loss) => void losses.push(loss) });
  expect(losses).toHaveLength(WAVE_STEPS);
  const continued = await continueWave(model);
  const truth = waveValues(WAVE.windows + WAVE.window, WAVE.ahead);
  const error = continued.reduce((sum, value, i) => sum + Math.abs(value - truth[i]!), 0) / WAVE.ahead;
  // The mean size of the wave is 0.45: a straight line at 0 is that wrong.
  expect(error).toBeLessThan(0.15);
  expect(await weightsDigest(model)).toBe(digest);
  model.dispose();
});

test('the command gives the digest that the home page compares with', async () => {
  expect(await trainDigest()).toBe(NODE_DIGESTS.command);
});

test('the code of the home page prints the digest of its network', async () => {
  // Beside this file, so that what the code imports is found.
  const folder = await mkdtemp(join(import.meta.dirname, '.code-'));
  const log = vi.spyOn(console, 'log').mockImplementation(() => {});
  try {
    const file = join(folder, 'code.mjs');
    await writeFile(file, exampleCode(NODE_DIGESTS.wave.seed));
    await import(file);
    expect(log.mock.calls).toEqual([[NODE_DIGESTS.wave.digest]]);
  } finally {
    log.mockRestore();
    await rm(folder, { recursive: true });
  }
});
