import { Dense } from '@seqloom/nn';
import { LSTM } from '@seqloom/recurrent';
import { adam, fit, predict, Sequential } from '@seqloom/train';
import { WAVE, waveValues } from './wave.ts';

/** Training of the network that continues a wave. */
export interface TrainWaveOptions {
  readonly seed: number;
  readonly signal?: AbortSignal;
  /** Hears of every step, from 1 on, with the loss of its batch. */
  readonly onStep?: (step: number, loss: number) => void | Promise<void>;
}

/** A new network: [B, 32, 1] → [B, 1]. */
export function waveNetwork(): Sequential {
  return new Sequential([new LSTM({ units: WAVE.units }), new Dense({ units: 1 })]);
}

/** Trains a network of {@link waveNetwork} to say the next value of the wave from the last 32. */
export async function trainWave(
  model: Sequential,
  { seed, signal, onStep }: TrainWaveOptions,
): Promise<void> {
  const { window, windows, batchSize, epochs, learningRate } = WAVE;
  const values = waveValues(0, windows + window);
  const inputs = Float32Array.from({ length: windows * window }, (_, i) => {
    const row = Math.floor(i / window);
    return values[row + (i % window)]!;
  });
  let step = 0;
  await fit(
    model,
    {
      inputs: { data: inputs, shape: [windows, window, 1] },
      targets: { data: values.slice(window), shape: [windows, 1] },
    },
    {
      epochs,
      batchSize,
      loss: 'meanSquaredError',
      optimizer: adam({ learningRate }),
      seed,
      ...(signal && { signal }),
      callbacks: [{ onBatchEnd: ({ loss }) => onStep?.(++step, loss) }],
    },
  );
}

/** Continues the wave after the values that the network learned from: each value is predicted from the last 32, own ones included. */
export async function continueWave(model: Sequential): Promise<Float32Array> {
  const { window, windows, ahead } = WAVE;
  const values = new Float32Array(window + ahead);
  values.set(waveValues(windows, window));
  for (let i = 0; i < ahead; i++) {
    const { data } = await predict(model, { data: values.slice(i, i + window), shape: [1, window, 1] });
    values[window + i] = data[0]!;
  }
  return values.slice(window);
}
