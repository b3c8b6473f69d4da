import uPlot from 'uplot';
import { themeColours } from '../frame/theme-colours.ts';
import { type ChartProps, type ChartValues, formatPlace, isSingleValue } from './chart-data.ts';
import { chartTip } from './chart-tip.ts';

/** A chart on the page. */
export interface DrawnChart {
  /** Shows other numbers. */
  update(props: ChartProps): void;
  remove(): void;
}

/** Draws a chart into an element, as wide as it, in the colours of the theme. */
export function drawChart(place: HTMLElement, given: ChartProps): DrawnChart {
  let props = given;
  let plot = makePlot(place, props);
  const resized = new ResizeObserver(() => {
    const width = Math.floor(place.clientWidth);
    if (width > 0 && width !== plot.width) plot.setSize({ width, height: plot.height });
  });
  resized.observe(place);
  // A canvas does not know custom properties: with another theme it is drawn again.
  const redraw = () => {
    plot.destroy();
    plot = makePlot(place, props);
  };
  document.addEventListener('themechange', redraw);
  return {
    update(next) {
      props = next;
      plot.setData(dataOf(next));
    },
    remove() {
      document.removeEventListener('themechange', redraw);
      resized.disconnect();
      plot.destroy();
    },
  };
}

/** Distances of the marks of an axis of counts, which has none between two whole numbers. */
const WHOLE_STEPS = Array.from({ length: 9 }, (_, power) =>
  [1, 2, 5].map((step) => step * 10 ** power),
).flat();

function makePlot(place: HTMLElement, props: ChartProps): uPlot {
  const { x, y, height = 260 } = props;
  const colour = themeColours(place);
  const series: uPlot.Series[] = [{}];
  const bands: uPlot.Band[] = [];
  for (const [i, { label, style = 'line', tone, band }] of props.lines.entries()) {
    const stroke = colour(`--tone-${tone ?? (i % 6) + 1}`);
    series.push({
      label,
      stroke,
      width: style === 'points' ? 0 : 2,
      points: {
        // a line through one value, such as that of the first epoch, would not be seen
        show: (plot, line) => style === 'points' || isSingleValue(plot.data[line]!),
        size: 5,
        fill: stroke,
      },
      spanGaps: false,
      ...(style === 'dashed' && { dash: [6, 5] }),
    });
    if (band) {
      const edge = { stroke: 'transparent', width: 0, points: { show: false } };
      series.push({ ...edge, label: `${band.label}, from` }, { ...edge, label: `${band.label}, to` });
      bands.push({ series: [series.length - 1, series.length - 2], fill: `${withAlpha(stroke, 0.18)}` });
    }
  }
  const axis: uPlot.Axis = {
    stroke: colour('--soft'),
    font: `12px ${getComputedStyle(place).fontFamily}`,
    grid: { stroke: colour('--rule'), width: 1 },
    ticks: { show: false },
  };
  return new uPlot(
    {
      width: Math.max(50, Math.floor(place.clientWidth)),
      height,
      // dates of data are those of the file, not of the machine that shows them
      tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), 'Etc/UTC'),
      legend: { show: false },
      cursor: { y: false, points: { size: 7 }, drag: { x: false, y: false } },
      scales: {
        x: { time: x.time ?? false },
        y: {
          distr: y.scale === 'log' ? 3 : 1,
          ...((y.min !== undefined || y.max !== undefined) && {
            range: (_plot, low, high) => [y.min ?? low, y.max ?? high] as uPlot.Range.MinMax,
          }),
        },
      },
      axes: [
        x.time
          ? { ...axis, size: 46, values: TIME_TICKS }
          : {
              ...axis,
              size: 34,
              values: (_plot, places) => places.map(formatTick),
              ...(Array.from(x.values).every(Number.isInteger) && { incrs: WHOLE_STEPS }),
            },
        {
          ...axis,
          size: 54,
          values: (_plot, places) => places.map((v) => (v == null ? '' : formatTick(v))),
          ...(y.scale === 'log' && { filter: powersOfTen, grid: { ...axis.grid, filter: powersOfTen } }),
        },
      ],
      series,
      bands,
      plugins: [chartTip((value) => formatPlace(value, x.time), y.unit)],
    },
    dataOf(props),
    place,
  );
}

/** x first, then each line, with the edges of its band after it. */
function dataOf({ x, lines }: ChartProps): uPlot.AlignedData {
  const columns = lines.flatMap(({ values, band }) => (band ? [values, band.low, band.high] : [values]));
  const plain = (values: ChartValues) => (Array.isArray(values) ? values : Array.from(values));
  return [plain(x.values) as number[], ...columns.map(plain)] as uPlot.AlignedData;
}

/**
 * How times are written, by the distance of the ticks in seconds: each, then what is added below where the year or the day changes. The
 * last number has the library add it to the first tick too.
 */
const TIME_TICKS: (string | number | null)[][] = [
  [31_536_000, '{YYYY}', null, null, null, null, null, null, 1],
  [2_419_200, '{MMM}', '\n{YYYY}', null, null, null, null, null, 1],
  [86_400, '{D} {MMM}', '\n{YYYY}', null, null, null, null, null, 1],
  [60, '{HH}:{mm}', '\n{D} {MMM} {YYYY}', null, '\n{D} {MMM}', null, null, null, 1],
  [1, '{HH}:{mm}:{ss}', '\n{D} {MMM} {YYYY}', null, '\n{D} {MMM}', null, null, null, 1],
];

/** A value of an axis: as short as it can be. */
function formatTick(value: number): string {
  const size = Math.abs(value);
  const short = Number(value.toPrecision(4));
  return size >= 1e5 || (size > 0 && size < 1e-3) ? short.toExponential() : String(short);
}

/** Of the places of a logarithmic axis only 1, 10, 100 and so on have a line and a label. */
function powersOfTen(_plot: uPlot, places: number[]): (number | null)[] {
  return places.map((value) => (Math.abs(Math.log10(value) % 1) < 1e-9 ? value : null));
}

const withAlpha = (colour: string, alpha: number) => colour.replace(/^rgb\((.+)\)$/, `rgba($1, ${alpha})`);
