import { formatCount, formatNumber } from '../format/format.ts';
import type { DataTableProps, TableCell } from './data-table.tsx';

/** One of the six colours of lines. */
export type Tone = 1 | 2 | 3 | 4 | 5 | 6;

/** A number for each place of the x axis; `null` where there is none. */
export type ChartValues = ArrayLike<number | null>;

/** A line of a chart. */
export interface ChartLine {
  readonly label: string;
  readonly values: ChartValues;
  readonly style?: 'line' | 'dashed' | 'points';
  /** Default: the colours in turn. */
  readonly tone?: Tone;
  /** A range around the line, such as an interval of forecasts. */
  readonly band?: { readonly label: string; readonly low: ChartValues; readonly high: ChartValues };
}

/** A chart of lines. */
export interface ChartProps {
  readonly title: string;
  readonly x: {
    readonly label: string;
    readonly unit?: string;
    /** In ascending order. */
    readonly values: ArrayLike<number>;
    /** The values are seconds since 1970; shown as dates in UTC. */
    readonly time?: boolean;
  };
  readonly y: {
    readonly label: string;
    readonly unit?: string;
    readonly scale?: 'linear' | 'log';
    readonly min?: number;
    readonly max?: number;
  };
  /** New values are drawn when the chart gets new props; the library redraws once in a frame. */
  readonly lines: readonly ChartLine[];
  /** Pixels, default 260. */
  readonly height?: number;
  readonly caption?: string;
  /** What stands in its place while there are no values. */
  readonly empty?: string;
}

/** Whether a line has one value and no other. */
export function isSingleValue(values: ArrayLike<number | null | undefined>): boolean {
  let count = 0;
  for (let i = 0; i < values.length && count < 2; i++) if (values[i] != null) count++;
  return count === 1;
}

const named = ({ label, unit }: { readonly label: string; readonly unit?: string }) =>
  unit === undefined ? label : `${label}, ${unit}`;

/** A place of the x axis as a text. */
export function formatPlace(value: number, time: boolean | undefined): string {
  if (!time) return formatNumber(value, 6);
  const text = new Date(value * 1000).toISOString();
  return text.endsWith('T00:00:00.000Z') ? text.slice(0, 10) : text.slice(0, 16).replace('T', ' ');
}

/** The chart in words: what it shows, from where to where, and where each line ends. */
export function chartSummary({ title, x, y, lines }: ChartProps): string {
  const last = x.values.length - 1;
  const range = `${formatPlace(x.values[0]!, x.time)} to ${formatPlace(x.values[last]!, x.time)}`;
  const parts = lines.map(({ label, values }) => {
    const known = Array.from(values).filter(
      (value): value is number => value != null && Number.isFinite(value),
    );
    if (known.length === 0) return `${label}: no values`;
    const [low, high] = known.reduce(
      ([a, b], value) => [Math.min(a, value), Math.max(b, value)],
      [Infinity, -Infinity],
    );
    return `${label}: last ${formatNumber(known.at(-1)!)}, lowest ${formatNumber(low)}, highest ${formatNumber(high)}`;
  });
  return `${title}: ${named(y)} over ${named(x)}, ${range}, ${formatCount(x.values.length)} points. ${parts.join('. ')}.`;
}

/** The numbers of the chart as a table. */
export function chartTable({ x, y, lines }: ChartProps): Pick<DataTableProps, 'columns' | 'rows'> {
  const columns = lines.flatMap(({ label, values, band }) => [
    { label, values },
    ...(band
      ? [
          { label: `${band.label}, from`, values: band.low },
          { label: `${band.label}, to`, values: band.high },
        ]
      : []),
  ]);
  const unit = y.unit === undefined ? {} : { unit: y.unit };
  return {
    columns: [
      { label: named(x), numeric: !x.time },
      ...columns.map(({ label }) => ({ label, numeric: true, ...unit })),
    ],
    rows: Array.from(x.values, (place, i): readonly TableCell[] => [
      formatPlace(place, x.time),
      ...columns.map(({ values }) => values[i] ?? null),
    ]),
  };
}
