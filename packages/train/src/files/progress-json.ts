import { formatValue, isCount } from '@seqloom/options';
import type { EpochLogs } from '../training/history.ts';
import type { Progress } from '../training/training-state.ts';
import { ModelFileError } from './model-file-error.ts';

/** NaN and infinities are written as text, because JSON has no such numbers. */
type LogJSON = number | 'NaN' | 'Infinity' | '-Infinity';

/** The progress of a training as JSON. */
export function progressJSON({ passes, steps, logs }: Progress): string {
  const json = (value: number): LogJSON => (Number.isFinite(value) ? value : (String(value) as LogJSON));
  return JSON.stringify({
    passes,
    steps,
    logs: logs.map((epoch) => Object.entries(epoch).map(([name, value]) => [name, json(value)])),
  });
}

/** @throws ModelFileError for anything that {@link progressJSON} does not write */
export function readProgress(json: unknown): Progress {
  const { passes, steps, logs } = (json ?? {}) as Record<string, unknown>;
  if (!isCount(passes) || !isCount(steps) || !Array.isArray(logs)) {
    throw new ModelFileError(`its training must be { passes, steps, logs }, got ${formatValue(json)}.`);
  }
  return { passes, steps, logs: logs.map(readLogs) };
}

function readLogs(pairs: unknown): EpochLogs {
  if (!Array.isArray(pairs)) throw badLogs(pairs);
  return Object.fromEntries(
    pairs.map((pair) => {
      if (!Array.isArray(pair) || pair.length !== 2 || typeof pair[0] !== 'string') throw badLogs(pair);
      const [name, value] = pair as [string, unknown];
      if (typeof value === 'number') return [name, value];
      if (value === 'NaN' || value === 'Infinity' || value === '-Infinity') return [name, Number(value)];
      throw badLogs(pair);
    }),
  );
}

function badLogs(got: unknown): ModelFileError {
  return new ModelFileError(`the logs of an epoch must be names and numbers, got ${formatValue(got)}.`);
}
