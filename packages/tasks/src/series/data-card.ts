import type { RowRange } from '@seqloom/timeseries';
import { type Facts, factsOf } from '../report/facts.ts';
import { countText } from '../report/html-page.ts';
import type { PreparedSeries } from './prepare-series.ts';
import type { SeriesSource } from './series-source.ts';
import { periodText, timeText } from './time-texts.ts';

/** What a report says about the series of a run. */
export function seriesDataCard(
  { name, data, table, where, form = {} }: SeriesSource,
  { form: fields, split, times, train, validation, test, notices }: PreparedSeries,
): Facts {
  const { task, columns, period, mean, std } = fields.fields;
  const target = columns.indexOf(task.target);
  const unit = task.unit === '' ? '' : ` ${task.unit}`;
  const part = ({ start, end }: RowRange, { starts }: { readonly starts: ArrayLike<number> }) =>
    `${timeText(times[start]!)} to ${timeText(times[end - 1]!)}, ${countText(starts.length)} windows`;
  return [
    ['name', name],
    ...(data === undefined ? [] : [['read from', data] as const]),
    ...(where ? [['rows where', `${where.column} = ${where.value}`] as const] : []),
    ['rows', `${countText(table.rows)}, every ${periodText(period)}`],
    ['learned from', part(split.train, train)],
    ['chosen by', part(split.validation, validation)],
    ['measured on', part(split.test, test)],
    ['inputs', columns.join(', ')],
    [
      'target',
      `${task.target}: mean ${mean[target]!.toFixed(2)}${unit}, standard deviation ${std[target]!.toFixed(2)}${unit} in the first part`,
    ],
    ...factsOf(form),
    ...notices.map((notice) => ['notice', notice] as const),
  ];
}
