import { useMemo, useState } from 'preact/hooks';
import type { HomeAnswer, TrainRequest } from './messages.ts';

/** A training as the home page shows it. */
export interface LiveState {
  /** The loss of every step so far. */
  readonly losses: readonly number[];
  /** The wave as the network continues it, empty before the first drawing. */
  readonly wave: Float32Array;
  /** The SHA-256 of the weights with the seed that they were trained with, and the seconds that it took. */
  readonly trained?: { readonly seed: number; readonly digest: string; readonly seconds: number } | undefined;
  /** What `seqloom digest` gives in this page. */
  readonly digest?: string | undefined;
  /** Why there is no training. */
  readonly problem?: string | undefined;
}

/** The least time between two drawings, in ms: as often as the eye follows, or once a second for those who ask for less motion. */
const drawEveryMs = () => (matchMedia('(prefers-reduced-motion: reduce)').matches ? 1000 : 80);

const START: LiveState = { losses: [], wave: new Float32Array(0) };

/** The worker of the home page: what it has trained, and what makes it train. */
export function useLiveTraining(): readonly [LiveState, (seed: number) => void] {
  const [state, setState] = useState(START);
  const worker = useMemo(
    () => startWorker((change) => setState((before) => ({ ...before, ...change(before) }))),
    [],
  );
  const train = useMemo(
    () => (seed: number) => {
      setState(({ digest }) => ({ ...START, digest }));
      worker.postMessage({ type: 'train', seed, drawEveryMs: drawEveryMs() } satisfies TrainRequest);
    },
    [worker],
  );
  return [state, train];
}

/** What an answer of the worker changes. */
type Change = (before: LiveState) => Partial<LiveState>;

function startWorker(apply: (change: Change) => void): Worker {
  const worker = new Worker(new URL('./home-worker.ts', import.meta.url), { type: 'module' });
  worker.addEventListener('error', ({ message }) =>
    apply(() => ({ problem: message || 'Its script could not be loaded.' })),
  );
  worker.addEventListener('message', ({ data }: MessageEvent<HomeAnswer>) => {
    if (data.type === 'progress') markFirstStep();
    apply(changeOf(data));
  });
  return worker;
}

function changeOf(answer: HomeAnswer): Change {
  switch (answer.type) {
    case 'progress':
      return ({ losses }) => ({ losses: [...losses, ...answer.losses], wave: answer.wave });
    case 'trained':
      return () => ({ trained: answer });
    case 'digest':
      return () => ({ digest: answer.digest });
    case 'failed':
      return () => ({ problem: answer.message });
  }
}

/** Marks when the first gradient step is known to the page, for those who measure it. */
function markFirstStep(): void {
  if (performance.getEntriesByName('first-step').length === 0) performance.mark('first-step');
}
