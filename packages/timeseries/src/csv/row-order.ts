import type { Layout } from './layout.ts';
import type { TimePlan } from './plan-time.ts';
import { timeColumns } from './time-builder.ts';

/** Whether most rows are earlier than the row before: a file from new to old, perhaps of several series. */
export function runsBackwards(times: Float64Array): boolean {
  let [falls, rises] = [0, 0];
  for (let row = 1; row < times.length; row++) {
    if (times[row]! < times[row - 1]!) falls++;
    else if (times[row]! > times[row - 1]!) rises++;
  }
  return falls > 0 && falls >= 2 * rises;
}

/** Whether the first rows run from old to new. */
export function risesIn(layout: Layout, time: TimePlan): boolean {
  const encoder = new TextEncoder();
  const { source, format } = time;
  const indices = timeColumns(source).map((name) => layout.names.indexOf(name));
  const times = layout.rows.map(({ cells }) => {
    const texts = indices.map((i) => cells[i] ?? '');
    if (!format) return texts.reduce((sum, text) => sum * 100 + Number(text), 0);
    const bytes = encoder.encode(texts.join(' '));
    return format.read(bytes, 0, bytes.length);
  });
  return !runsBackwards(Float64Array.from(times).filter((value) => !Number.isNaN(value)));
}
