import { type Signal, signal } from '@preact/signals';
import type { HomeAnswer, TrainRequest } from './messages.ts';

/** A training as the home page shows it. */
export interface LiveTraining {
  readonly state: Signal<'starting' | 'training' | 'trained' | 'failed'>;
  /** The loss of every step so far. */
  readonly losses: Signal<readonly number[]>;
  /** The wave as the network continues it, empty before the first drawing. */
  readonly wave: Signal<Float32Array>;
  /** The SHA-256 of the weights with the seed that they were trained with. */
  readonly trained: Signal<
    { readonly seed: number; readonly digest: string; readonly seconds: number } | undefined
  >;
  /** What `seqloom digest` gives in this page. */
  readonly digest: Signal<string | undefined>;
  readonly problem: Signal<string | undefined>;
  /** Trains a new network; one that is still in training is left. */
  readonly train: (seed: number) => void;
}

/** Starts the worker of the home page. */
export function liveTraining(): LiveTraining {
  const live = {
    state: signal<'starting' | 'training' | 'trained' | 'failed'>('starting'),
    losses: signal<readonly number[]>([]),
    wave: signal<Float32Array>(new Float32Array(0)),
    trained: signal<{ seed: number; digest: string; seconds: number } | undefined>(undefined),
    digest: signal<string | undefined>(undefined),
    problem: signal<string | undefined>(undefined),
  };
  const fail = (message: string) => {
    live.state.value = 'failed';
    live.problem.value = message;
  };
  const worker = new Worker(new URL('./home-worker.ts', import.meta.url), { type: 'module' });
  worker.addEventListener('error', ({ message }) => fail(message || 'Its script could not be loaded.'));
  worker.addEventListener('message', ({ data }: MessageEvent<HomeAnswer>) => {
    switch (data.type) {
      case 'steps':
        live.state.value = 'training';
        live.losses.value = [...live.losses.value, ...data.losses];
        if (live.losses.value.length > 0) markFirstStep();
        break;
      case 'wave':
        live.wave.value = data.values;
        break;
      case 'trained':
        live.state.value = 'trained';
        live.trained.value = { seed: data.seed, digest: data.digest, seconds: data.seconds };
        break;
      case 'digest':
        live.digest.value = data.digest;
        break;
      case 'failed':
        fail(data.message);
        break;
    }
  });
  return {
    ...live,
    train(seed) {
      live.state.value = 'starting';
      live.losses.value = [];
      live.wave.value = new Float32Array(0);
      live.trained.value = undefined;
      live.problem.value = undefined;
      worker.postMessage({ type: 'train', seed } satisfies TrainRequest);
    },
  };
}

/** Marks when the first gradient step is known to the page, for those who measure it. */
function markFirstStep(): void {
  if (performance.getEntriesByName('first-step').length === 0) performance.mark('first-step');
}
