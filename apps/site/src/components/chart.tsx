import 'uplot/dist/uPlot.min.css';
import './chart.css';
import type { VNode } from 'preact';
import { useEffect, useId, useMemo, useRef, useState } from 'preact/hooks';
import { Button } from './button.tsx';
import { type ChartProps, chartSummary, chartTable } from './chart-data.ts';
import { type DrawnChart, drawChart } from './chart-plot.ts';
import { DataTable } from './data-table.tsx';

/** A chart of lines over one axis, with a summary for screen readers and its numbers as a table. */
export function Chart(props: ChartProps): VNode {
  const { title, x, y, lines, height = 260, caption, empty = 'Nothing to show yet' } = props;
  const [asTable, setAsTable] = useState(false);
  const place = useRef<HTMLDivElement>(null);
  const drawn = useRef<DrawnChart | undefined>(undefined);
  const id = useId();
  const hasPoints = x.values.length > 0;
  // What makes another chart, and not only other numbers in it.
  const form = JSON.stringify([
    title,
    height,
    x.label,
    x.unit,
    x.time,
    y,
    lines.map(({ label, style, tone, band }) => [label, style, tone, band?.label]),
  ]);
  const current = useRef(props);
  current.current = props;
  const numbers = useSame(numbersOf(props));
  const summary = useMemo(() => (hasPoints ? chartSummary(props) : ''), [form, numbers]);

  // The form stands for the props that it was made of, the numbers for theirs.
  useEffect(() => {
    if (asTable || !hasPoints || !place.current) return;
    const chart = drawChart(place.current, current.current);
    drawn.current = chart;
    return () => {
      chart.remove();
      drawn.current = undefined;
    };
  }, [form, asTable, hasPoints]);
  useEffect(() => drawn.current?.update(current.current), [numbers]);

  return (
    <figure class="chart" aria-labelledby={id}>
      <div class="chart-head">
        <h3 id={id}>{title}</h3>
        {hasPoints && (
          <Button
            kind="quiet"
            pressed={asTable}
            onClick={() => setAsTable(!asTable)}
            label={`Show as table: ${title}`}
          >
            Show as table
          </Button>
        )}
      </div>
      {!hasPoints && (
        <p class="chart-empty" style={{ minHeight: `${height}px` }}>
          {empty}
        </p>
      )}
      {hasPoints && !asTable && (
        <>
          <ChartLegend {...props} />
          <div class="chart-place" ref={place} aria-hidden="true" />
          <p class="visually-hidden">{summary}</p>
        </>
      )}
      {hasPoints && asTable && <DataTable caption={title} {...chartTable(props)} />}
      {caption !== undefined && <figcaption class="hint">{caption}</figcaption>}
    </figure>
  );
}

/** The arrays of a chart with their lengths: what tells whether its numbers have changed. */
function numbersOf({ x, lines }: ChartProps): readonly unknown[] {
  const arrays = lines.flatMap(({ values, band }) => (band ? [values, band.low, band.high] : [values]));
  return [x.values, ...arrays].flatMap((values) => [values, values.length]);
}

/** A list that stays the same object while its items do. */
function useSame(list: readonly unknown[]): readonly unknown[] {
  const last = useRef(list);
  const before = last.current;
  if (before.length !== list.length || list.some((item, i) => item !== before[i])) last.current = list;
  return last.current;
}

function ChartLegend({ lines, y }: ChartProps): VNode {
  return (
    <div class="chart-legend" aria-hidden="true">
      <span class="chart-unit">{y.unit === undefined ? y.label : `${y.label}, ${y.unit}`}</span>
      <ul>
        {lines.map(({ label, style = 'line', tone }, i) => (
          <li key={label}>
            <span class={`chart-key ${style} tone-${tone ?? (i % 6) + 1}`} />
            {label}
          </li>
        ))}
      </ul>
    </div>
  );
}
