import type { Measurement } from './measurement.ts';

/** A time in milliseconds over the rounds: of the wall clock its median and range, of the processor (all threads) its median. */
export interface Time {
  readonly ms: number;
  readonly lowMs: number;
  readonly highMs: number;
  readonly cpuMs: number;
}

/** What one runner did with one workload, over all rounds. */
export interface Summary {
  readonly workload: string;
  /** Such as `wasm`, or `torch`. */
  readonly runner: string;
  readonly threads: number;
  /** Version of a peer. */
  readonly version?: string;
  /** Missing for runners that only predict. */
  readonly train?: Time;
  readonly predict: Time;
  /** Peak resident memory over that after the backend had started, in MB (10⁶ bytes); not measured for peers. */
  readonly rssMB?: number;
  /** Ours divided by the peers', by name: medians over the rounds of the quotients within a round. */
  readonly ratios: Readonly<Record<string, Ratio>>;
}

/** Ours divided by a peer's: below 1 ours is faster. */
export interface Ratio {
  readonly train?: number;
  readonly predict: number;
}

/** Who ran, and what came out, round by round. */
export interface Runs {
  readonly runner: string;
  readonly threads: number;
  readonly runs: readonly Measurement[];
}

/** One row per runner. Ratios are taken within each round, so that a slow round slows both. */
export function summarize({ runner, threads, runs }: Runs, peers: readonly Runs[]): Summary {
  const { workload, version } = runs[0]!;
  const train = timeOf(runs, 'trainMs', 'trainCpuMs');
  const rss = runs.flatMap(({ rssMB }) => rssMB ?? []);
  return {
    workload,
    runner,
    threads,
    ...(version !== undefined && { version }),
    ...(train && { train }),
    predict: timeOf(runs, 'predictMs', 'predictCpuMs')!,
    ...(rss.length > 0 && { rssMB: median(rss) }),
    ratios: Object.fromEntries(peers.map((peer) => [peer.runner, ratioOf(runs, peer.runs)])),
  };
}

function timeOf(
  runs: readonly Measurement[],
  wall: 'trainMs' | 'predictMs',
  cpu: 'trainCpuMs' | 'predictCpuMs',
): Time | undefined {
  const times = runs.flatMap((run) => run[wall] ?? []);
  if (times.length === 0) return undefined;
  return {
    ms: median(times),
    lowMs: Math.min(...times),
    highMs: Math.max(...times),
    cpuMs: median(runs.map((run) => run[cpu]!)),
  };
}

function ratioOf(ours: readonly Measurement[], theirs: readonly Measurement[]): Ratio {
  const quotients = (of: 'trainMs' | 'predictMs') =>
    ours.flatMap((run, i) => (theirs[i]![of] === undefined ? [] : run[of]! / theirs[i]![of]!));
  const train = quotients('trainMs');
  return { ...(train.length > 0 && { train: median(train) }), predict: median(quotients('predictMs')) };
}

/** Rows as aligned text. */
export function table(rows: readonly Summary[]): string {
  return rows
    .map(({ workload, runner, threads, train, predict, rssMB, ratios }) => {
      const parts = [`${workload.padEnd(3)}  ${`${runner} ×${threads}`.padEnd(12)}`];
      if (train) parts.push(`train ${timeText(train)}`);
      parts.push(`predict ${timeText(predict)}`);
      if (rssMB !== undefined) parts.push(`rss ${Math.round(rssMB)} MB`);
      for (const [peer, ratio] of Object.entries(ratios)) {
        const both = [ratio.train === undefined ? '–' : ratio.train.toFixed(2), ratio.predict.toFixed(2)];
        parts.push(`÷ ${peer} ${both.join(' ')}`);
      }
      return parts.join('  ');
    })
    .join('\n');
}

/** The middle value, or the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

function timeText({ ms, lowMs, highMs, cpuMs }: Time): string {
  return `${figure(ms).padStart(6)} ms (${figure(lowMs)}–${figure(highMs)}, cpu ${figure(cpuMs)})`;
}

/** A number of milliseconds or a ratio with three digits. */
export function figure(value: number): string {
  if (value >= 100) return value.toFixed(0);
  return value >= 10 ? value.toFixed(1) : value.toFixed(value >= 1 ? 2 : 3);
}
