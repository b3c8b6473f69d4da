import type { Measurement } from './processes.ts';

/** One line of the report. */
export interface Row extends Measurement {
  readonly backend: string;
  readonly threads: number;
  readonly peerTrainMs?: number;
  readonly peerPredictMs?: number;
  /** Ours divided by the peer's, the median over the rounds of the quotient within a round. */
  readonly trainRatio?: number;
  readonly predictRatio?: number;
}

/** The runs of one workload, one per round. */
export interface Combined extends Measurement {
  readonly runs: readonly Measurement[];
}

/** Medians over rounds. */
export function combine(runs: readonly Measurement[]): Combined {
  return {
    runs,
    workload: runs[0]!.workload,
    trainMs: median(runs.map(({ trainMs }) => trainMs)),
    predictMs: median(runs.map(({ predictMs }) => predictMs)),
    rssMB: median(runs.map(({ rssMB }) => rssMB ?? Number.NaN)),
  };
}

/** A row, beside the peer's runs of the same rounds if there are any. */
export function compare(
  { runs, ...ours }: Combined,
  settings: { readonly backend: string; readonly threads: number },
  peer: readonly Measurement[],
): Row {
  if (peer.length === 0) return { ...ours, ...settings };
  const theirs = combine(peer);
  return {
    ...ours,
    ...settings,
    peerTrainMs: theirs.trainMs,
    peerPredictMs: theirs.predictMs,
    trainRatio: median(runs.map(({ trainMs }, i) => trainMs / peer[i]!.trainMs)),
    predictRatio: median(runs.map(({ predictMs }, i) => predictMs / peer[i]!.predictMs)),
  };
}

/** Rows as aligned text. */
export function table(rows: readonly Row[]): string {
  return rows
    .map(({ workload, backend, threads, trainMs, predictMs, rssMB, trainRatio, predictRatio, ...peer }) => {
      const own = `${workload}  ${backend} ×${threads}  train ${ms(trainMs)}  predict ${ms(predictMs)}  rss ${Math.round(rssMB!)} MB`;
      if (trainRatio === undefined) return own;
      return (
        `${own}  | peer train ${ms(peer.peerTrainMs!)}  predict ${ms(peer.peerPredictMs!)}` +
        `  | ratio train ${trainRatio.toFixed(2)}  predict ${predictRatio!.toFixed(2)}`
      );
    })
    .join('\n');
}

/** The middle value, or the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

function ms(value: number): string {
  return `${value.toFixed(value < 10 ? 2 : 1).padStart(6)} ms`;
}
