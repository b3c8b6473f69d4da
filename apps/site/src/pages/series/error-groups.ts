import { maeByGroup } from '@seqloom/timeseries';
import type { ErrorGroups, GroupError, UnseenForecast } from './series-training.ts';

const DAY = 86_400_000;

/**
 * Errors of a forecast by month and by hour, UTC.
 *
 * @param period milliseconds between rows; rows of days have no hours
 */
export function errorGroups(unseen: UnseenForecast, period: number): ErrorGroups {
  return {
    months: errorsBy(unseen, (time) => new Date(time).getUTCMonth() + 1),
    hours: period < DAY ? errorsBy(unseen, (time) => new Date(time).getUTCHours()) : [],
  };
}

/** In the order of the groups. */
function errorsBy(
  { times, truth, persistence, forecast }: UnseenForecast,
  groupOf: (time: number) => number,
): readonly GroupError[] {
  const groups = Array.from(times, groupOf);
  const own = maeByGroup(forecast, truth, groups);
  const simple = maeByGroup(persistence, truth, groups);
  const counts = new Map<number, number>();
  for (const group of groups) counts.set(group, (counts.get(group) ?? 0) + 1);
  return [...own]
    .map(([group, error]) => ({
      group,
      forecast: error,
      persistence: simple.get(group)!,
      count: counts.get(group)!,
    }))
    .sort((a, b) => a.group - b.group);
}
