import { registerBackend, type SelectedBackend, selectBackend } from '@seqloom/backend';
import { wasmBackend } from '@seqloom/backend-wasm';
import { trainDigest, weightsDigest } from '@seqloom/tasks';
import { WASM_FILES } from '../../backend/wasm-files.ts';
import type { HomeAnswer, TrainRequest } from './messages.ts';
import { continueWave, trainWave, waveNetwork } from './wave-network.ts';

const post = (answer: HomeAnswer) => postMessage(answer);
const backend = openBackend();
let run: AbortController | undefined;
let running: Promise<void> = Promise.resolve();

addEventListener('message', ({ data }: MessageEvent<TrainRequest>) => {
  run?.abort();
  run = new AbortController();
  const { signal } = run;
  running = running
    .then(() => train(data, signal))
    .catch((error: unknown) => {
      if (!signal.aborted)
        post({ type: 'failed', message: error instanceof Error ? error.message : String(error) });
    });
});

/** One thread: the network is too small to divide, and threads take time to start. */
function openBackend(): Promise<SelectedBackend> {
  registerBackend(wasmBackend({ files: WASM_FILES }));
  return selectBackend({ threads: 1 });
}

async function train({ seed, drawEveryMs }: TrainRequest, signal: AbortSignal): Promise<void> {
  await backend;
  signal.throwIfAborted();
  const model = waveNetwork();
  try {
    let losses: number[] = [];
    let [reported, drawing] = [0, 0];
    const start = performance.now();
    await trainWave(model, {
      seed,
      signal,
      async onStep(_step, loss) {
        losses.push(loss);
        const now = performance.now();
        if (now - reported < drawEveryMs) return;
        post({ type: 'progress', losses, wave: await continueWave(model) });
        losses = [];
        reported = performance.now();
        drawing += reported - now;
      },
    });
    const seconds = (performance.now() - start - drawing) / 1000;
    post({ type: 'progress', losses, wave: await continueWave(model) });
    post({ type: 'trained', seed, digest: await weightsDigest(model), seconds });
  } finally {
    model.dispose();
  }
  post({ type: 'digest', digest: await trainDigest() });
}
