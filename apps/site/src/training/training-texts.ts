import { formatDuration, formatTime } from '../format/format.ts';
import type { BackendFacts, RunRequest } from './messages.ts';
import type { TrainingState } from './training-state.ts';

/** What a run is at, in a sentence that is read aloud. */
export function statusText(
  state: Pick<TrainingState<never>, 'phase' | 'progress' | 'stopped'>,
  idle: string,
): string {
  const { phase, progress } = state;
  const at = progress && `epoch ${progress.epoch} of ${progress.epochs}, step ${progress.step}`;
  switch (phase) {
    case 'idle':
      return idle;
    case 'preparing':
      return 'Reading the data …';
    case 'running':
      return progress ? `Training: ${at}, ${leftText(progress.secondsLeft)}` : 'Training begins …';
    case 'pausing':
      return 'Pausing after this step …';
    case 'paused':
      return `Paused${at ? ` in ${at}` : ''}. The model can be used as it is now.`;
    case 'stopping':
      return 'Stopping after this step …';
    case 'measuring':
      return 'Measuring on data that were not used for training …';
    case 'done':
      return state.stopped ? 'Stopped. The model stays as it is.' : 'Trained.';
    case 'failed':
      return 'The training ended with an error.';
  }
}

/** `12 s left`. */
function leftText(seconds: number): string {
  return `${formatDuration(seconds)} left`;
}

/** What computes, and why on one thread only. */
export function backendText({ name, threads, whyOneThread, notes }: BackendFacts): string {
  const count = threads === 1 ? '1 thread' : `${threads} threads`;
  const facts = name === 'webgl' ? name : `${name}, ${count}`;
  const why = whyOneThread === undefined ? '' : `: ${whyOneThread}`;
  return [`${facts}${why}`, ...notes].join('; ');
}

/** A run that was broken off, in a sentence. */
export function interruptedText({
  request,
  begunAt,
}: {
  readonly request: RunRequest;
  readonly begunAt: number;
}): string {
  const { model, seed, backend } = request;
  const when = formatTime(begunAt);
  return `The training of ${model} (seed ${seed}, ${backend}) that began ${when} was broken off.`;
}
