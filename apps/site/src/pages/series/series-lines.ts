import type { ForecastStep } from '@seqloom/tasks';
import type { ChartLine, ChartProps } from '../../components/chart-data.ts';
import type { GroupError, UnseenForecast } from './series-training.ts';

/** Tones of the lines, the same in every chart of the page. */
const TONES = { truth: 5, network: 1, ridge: 2, persistence: 3 } as const;

/** Forecasts of a network, with its name. */
export interface NamedForecast {
  readonly name: string;
  readonly unseen: UnseenForecast;
}

const seconds = (times: ArrayLike<number>) => Array.from(times, (time) => time / 1000);
/** Charts leave out what is not a number. */
const known = (values: ArrayLike<number>) =>
  Array.from(values, (value) => (Number.isFinite(value) ? value : null));

/** What came, and what each model said of it before: the network as soon as it has been asked. */
export function forecastLines(
  ridge: UnseenForecast,
  network: NamedForecast | undefined,
): Pick<ChartProps, 'lines'> & { readonly x: number[] } {
  // a network that was asked about other rows, such as those of the file before, is not drawn over these
  const fits =
    network &&
    network.unseen.times.length === ridge.times.length &&
    network.unseen.times[0] === ridge.times[0];
  return {
    x: seconds(ridge.times),
    lines: [
      { label: 'measured', values: known(ridge.truth), tone: TONES.truth },
      { label: 'persistence', values: known(ridge.persistence), style: 'dashed', tone: TONES.persistence },
      { label: 'ridge', values: known(ridge.forecast), tone: TONES.ridge },
      {
        label: network?.name ?? 'network',
        values: fits
          ? known(network.unseen.forecast)
          : ridge.forecast.length === 0
            ? []
            : Array.from(ridge.times, () => null),
        tone: TONES.network,
      },
    ],
  };
}

/** Measured rows that the chart of the next steps shows before them. */
const PAST = 40;

/** The last measured values and the next steps with their interval. */
export function nextLines(
  { times, truth }: UnseenForecast,
  next: readonly ForecastStep[],
  { name, isNetwork }: { readonly name: string; readonly isNetwork: boolean },
  interval: { readonly level: number; readonly low: number; readonly high: number } | undefined,
): Pick<ChartProps, 'lines'> & { readonly x: number[] } {
  const from = Math.max(0, times.length - PAST);
  const past = times.slice(from);
  const [before, after] = [Array.from(past, () => null), next.map(() => null)];
  const moved = (by: number) => [...before, ...next.map(({ value }) => value + by)];
  const band = interval && {
    label: `${Math.round(100 * interval.level)} % interval`,
    low: moved(interval.low),
    high: moved(interval.high),
  };
  const forecast: ChartLine = {
    label: `forecast by ${name}`,
    values: moved(0),
    tone: isNetwork ? TONES.network : TONES.ridge,
    ...(band && { band }),
  };
  return {
    x: [...seconds(past), ...next.map(({ time }) => time / 1000)],
    lines: [
      { label: 'measured', values: [...known(truth.slice(from)), ...after], tone: TONES.truth },
      forecast,
    ],
  };
}

/** Errors by month or by hour. */
export function groupLines(
  ridge: readonly GroupError[],
  network: { readonly name: string; readonly groups: readonly GroupError[] } | undefined,
): Pick<ChartProps, 'lines'> & { readonly x: number[] } {
  const byGroup = new Map(network?.groups.map((group) => [group.group, group.forecast]));
  return {
    x: ridge.map(({ group }) => group),
    lines: [
      {
        label: 'persistence',
        values: ridge.map(({ persistence }) => persistence),
        style: 'dashed',
        tone: TONES.persistence,
      },
      { label: 'ridge', values: ridge.map(({ forecast }) => forecast), tone: TONES.ridge },
      ...(network
        ? [
            {
              label: network.name,
              values: ridge.map(({ group }) => byGroup.get(group) ?? null),
              tone: TONES.network,
            },
          ]
        : []),
    ],
  };
}
