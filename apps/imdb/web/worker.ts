import { registerBackend, type SelectedBackend, selectBackend } from '@seqloom/backend';
import { wasmBackend } from '@seqloom/backend-wasm';
import { readLabelledTexts, textParts } from '@seqloom/datasets';
import {
  findRecipe,
  scoreTexts,
  settingsFor,
  type TextSource,
  type TextTypes,
  type Trained,
  trainTask,
} from '@seqloom/tasks';
import { BUNDLED, imdb, POLES } from '../src/imdb.ts';
import type { Answer, Request } from './messages.ts';

const average = findRecipe(imdb, 'average');

/** A screen shows no more steps than this. */
const STEP_MS = 50;

const post = (answer: Answer) => postMessage(answer);
const ready = Promise.all([openBackend(), fetchReviews()]);
ready.catch(report);
let trained: Trained<TextTypes> | undefined;
let run: AbortController | undefined;

addEventListener('message', async ({ data }: MessageEvent<Request>) => {
  try {
    if (data.type === 'train') await train(data.epochs, data.seed);
    else if (data.type === 'stop') run?.abort();
    else if (trained) {
      const [score] = await scoreTexts(trained.model, [data.text]);
      post({ type: 'score', text: data.text, ...score! });
    }
  } catch (error) {
    report(error);
  }
});

function report(error: unknown): void {
  post({ type: 'error', message: error instanceof Error ? error.message : String(error) });
}

async function train(epochs: number, seed: number): Promise<void> {
  const [backend, source] = await ready;
  trained?.model.model.dispose();
  trained = undefined;
  run = new AbortController();
  const { signal } = run;
  let steps = 1;
  let reported = 0;
  try {
    trained = await trainTask(imdb, {
      backend,
      source,
      recipe: average,
      seed,
      choices: { epochs },
      signal,
      progress: {
        onStart(plan) {
          steps = plan.stepsPerEpoch;
          post({ type: 'start', plan });
        },
        onStep({ epoch, step }) {
          if (performance.now() - reported < STEP_MS) return;
          reported = performance.now();
          post({ type: 'step', done: (epoch - 1 + step / steps) / epochs });
        },
        onEpoch: (epoch) => post({ type: 'epoch', epoch }),
      },
    });
    post({ type: 'result', result: trained.result });
  } catch (error) {
    if (!signal.aborted) throw error;
    post({ type: 'stopped' });
  }
}

async function openBackend(): Promise<SelectedBackend> {
  registerBackend(wasmBackend());
  const backend = await selectBackend();
  const { epochs } = settingsFor(average, true);
  const described = [`${backend.name}, threads: ${backend.threads}`, ...(backend.notes ?? [])].join('; ');
  post({ type: 'ready', epochs, backend: described });
  return backend;
}

async function fetchReviews(): Promise<TextSource> {
  const response = await fetch(new URL('../data/bundled-reviews.tsv', import.meta.url));
  if (!response.ok || !response.body)
    throw new Error(`The reviews could not be fetched: ${response.status}.`);
  const { train, test } = textParts(await readLabelledTexts(response.body, { name: BUNDLED.name }));
  if (!train || !test) throw new Error('The reviews have no parts to train and to be tested on.');
  return { name: BUNDLED.name, classes: POLES, train, test };
}
