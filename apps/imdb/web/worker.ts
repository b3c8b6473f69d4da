import { registerBackend, type SelectedBackend, selectBackend } from '@seqloom/backend';
import { wasmBackend } from '@seqloom/backend-wasm';
import { average } from '../src/recipes/average.ts';
import { parseReviewTable } from '../src/review-table.ts';
import { BUNDLED, type Reviews } from '../src/reviews.ts';
import { scoreReviews } from '../src/score-reviews.ts';
import { settingsFor, type TrainedRecipe, trainRecipe } from '../src/train-recipe.ts';
import type { Answer, Request } from './messages.ts';

/** A screen shows no more steps than this. */
const STEP_MS = 50;

const post = (answer: Answer) => postMessage(answer);
const ready = Promise.all([openBackend(), fetchReviews()]);
ready.catch(report);
let trained: TrainedRecipe | undefined;
let run: AbortController | undefined;

addEventListener('message', async ({ data }: MessageEvent<Request>) => {
  try {
    if (data.type === 'train') await train(data.epochs, data.seed);
    else if (data.type === 'stop') run?.abort();
    else if (trained) {
      const [score] = await scoreReviews(trained, [data.text]);
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
  const [backend, reviews] = await ready;
  trained?.model.dispose();
  trained = undefined;
  run = new AbortController();
  const { signal } = run;
  let steps = 1;
  let reported = 0;
  try {
    trained = await trainRecipe(average, {
      backend,
      reviews,
      seed,
      settings: { epochs },
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
  const { epochs } = settingsFor(average, BUNDLED);
  const described = [`${backend.name}, threads: ${backend.threads}`, ...(backend.notes ?? [])].join('; ');
  post({ type: 'ready', epochs, backend: described });
  return backend;
}

async function fetchReviews(): Promise<Reviews> {
  const response = await fetch(new URL('../data/bundled-reviews.tsv', import.meta.url));
  if (!response.ok) throw new Error(`The reviews could not be fetched: ${response.status}.`);
  return parseReviewTable(await response.text(), BUNDLED);
}
