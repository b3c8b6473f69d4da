import { registerBackend, selectBackend } from '@seqloom/backend';
import { wasmBackend } from '@seqloom/backend-wasm';
import { divideText, findRecipe, trainTask } from '@seqloom/tasks';
import { WRITING_RECIPE } from '../src/pages/writing/writing-settings.ts';
import { pageWritingTask } from '../src/pages/writing/writing-task.ts';

const [BATCH, CONTEXT, UNITS] = [16, 100, 128];
/** Steps that warm up, and those that are measured. */
const [WARM, MEASURED] = [5, 60];

let started: Promise<{ readonly name: string; readonly threads: number }> | undefined;

/** Trains the network of the page for some steps on one thread. */
export async function measure(): Promise<{
  readonly charactersPerSecond: number;
  readonly loss: number;
  readonly backend: string;
}> {
  started ??= (async () => {
    registerBackend(wasmBackend());
    return selectBackend({ threads: 1 });
  })();
  const backend = await started;
  const text = await (await fetch('/moby-dick.txt')).text();
  const end = new AbortController();
  let [steps, begin, loss, ms] = [0, 0, 0, 0];
  await trainTask(pageWritingTask, {
    backend,
    source: { name: 'moby-dick', ...divideText('moby-dick', text) },
    recipe: findRecipe(pageWritingTask, WRITING_RECIPE),
    choices: { batchSize: BATCH, context: CONTEXT, units: UNITS, learningRate: 0.01, epochs: 1 },
    seed: 1,
    signal: end.signal,
    callbacks: [
      {
        onBatchEnd(info) {
          steps++;
          if (steps === WARM) begin = performance.now();
          if (steps !== WARM + MEASURED) return;
          ms = performance.now() - begin;
          loss = info.loss;
          end.abort();
        },
      },
    ],
  }).catch((error: unknown) => {
    if (!end.signal.aborted) throw error;
  });
  return {
    charactersPerSecond: (1000 * MEASURED * BATCH * CONTEXT) / ms,
    loss,
    backend: `${backend.name}, threads: ${backend.threads}`,
  };
}
