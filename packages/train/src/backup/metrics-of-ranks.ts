import type { Plan } from '../training/fit-plan.ts';
import type { Moment } from '../training/run-keeper.ts';
import type { RunState } from './run-state.ts';

type GatheredMetrics = Pick<RunState, 'metrics' | 'metricLengths'>;

/** What the metrics have gathered within an epoch, on all ranks. */
export async function gatheredMetrics({ run, ranks }: Plan, { running }: Moment): Promise<GatheredMetrics> {
  if (!running) return { metrics: [] };
  if (!ranks) return { metrics: await Promise.all(run.metrics.map((metric) => metric.gathered())) };
  const metrics: (Float64Array | undefined)[] = [];
  const metricLengths: (readonly number[])[] = [];
  for (const metric of run.metrics) {
    const parts = await ranks.gathered(metric);
    const all = parts.flatMap((part) => (part ? [...part] : []));
    metrics.push(all.length > 0 ? Float64Array.from(all) : undefined);
    metricLengths.push(parts.map((part) => part?.length ?? -1));
  }
  return { metrics, metricLengths };
}

/**
 * Gives the metrics what they had gathered. With as many ranks as before, each gets its own part, so that sums are added up in the
 * order of an unbroken run; otherwise rank 0 gets all of it.
 */
export function restoreMetrics({ run, ranks }: Plan, { metrics, metricLengths }: GatheredMetrics): void {
  const { rank = 0, size = 1 } = ranks ?? {};
  for (const [i, metric] of run.metrics.entries()) {
    const lengths = metricLengths?.[i];
    const parts = lengths ? partsOf(metrics[i], lengths) : [metrics[i]];
    if (parts.length === size) metric.restore(parts[rank]);
    else metric.restore(rank === 0 ? metric.joined(parts) : undefined);
  }
}

function partsOf(all: Float64Array | undefined, lengths: readonly number[]): (Float64Array | undefined)[] {
  let begin = 0;
  return lengths.map((length) => {
    if (length < 0) return undefined;
    begin += length;
    return (all ?? new Float64Array()).slice(begin - length, begin);
  });
}
