import { availableParallelism, cpus } from 'node:os';
import type { Summary } from './report.ts';

/** What `--record` writes: the figures of the README come from such a file. */
export interface BenchRecord {
  /** Day of the measurement. */
  readonly date: string;
  readonly processor: string;
  readonly cores: number;
  readonly node: string;
  readonly rounds: number;
  readonly summaries: readonly Summary[];
}

/** The record of a measurement that has just ended. */
export function recordOf(rounds: number, summaries: readonly Summary[]): BenchRecord {
  return {
    date: new Date().toISOString().slice(0, 10),
    processor: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    node: process.version,
    rounds,
    summaries: summaries.map(rounded),
  };
}

/** Four digits: more are noise, and make files that nobody can compare. */
function rounded<T>(value: T): T {
  if (typeof value === 'number') return Number(value.toPrecision(4)) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, rounded(part)])) as T;
}
