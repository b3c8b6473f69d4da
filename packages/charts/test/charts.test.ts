import { describe, expect, it } from 'vitest';
import { barsSVG } from '../src/bars.ts';
import { curvesSVG } from '../src/curves.ts';
import { forecastSVG } from '../src/forecast.ts';
import { heatmapSVG } from '../src/heatmap.ts';
import { lineChartSVG } from '../src/line-chart.ts';
import { scatterSVG } from '../src/scatter.ts';
import { thin } from '../src/series.ts';
import { textWidth } from '../src/svg.ts';
import { attributesOf, elementsOf } from './well-formed.ts';

const HOUR = 3_600_000;

describe('lineChartSVG', () => {
  it('draws each series in its style and colour', () => {
    const svg = lineChartSVG({
      title: 'Sweep',
      series: [
        { name: 'a', y: [1, 2] },
        { name: 'b', y: [2, 1], style: 'dashed', color: 'red' },
      ],
      levels: [{ name: 'goal', value: 1.5 }],
      width: 500,
      height: 300,
    });
    elementsOf(svg);
    expect(attributesOf(svg, 'svg', 'viewBox')).toEqual(['0 0 500 300']);
    expect(attributesOf(svg, 'path', 'stroke').filter((color) => color === 'red')).toHaveLength(2); // legend, line
    expect(svg).toContain('a: 2 values from 1 to 2; b: 2 values from 1 to 2; goal: 1.5');
  });

  it('gives every factor the same room on a logarithmic axis, and leaves out what has no place there', () => {
    const svg = lineChartSVG({
      title: 'Sweep',
      series: [{ name: 'a', x: [0, 100, 1000, 10_000], y: [9, 1, 1, 1], style: 'dots' }],
      xAxis: { kind: 'log', label: 'reviews' },
    });
    elementsOf(svg);
    // three marks in the plot and the legend's, which stands first
    const [, ...marks] = attributesOf(svg, 'circle', 'cx').map(Number);
    expect(marks).toHaveLength(3);
    expect(marks[1]! - marks[0]!).toBeCloseTo(marks[2]! - marks[1]!, 1);
    for (const text of ['100', '200', '500', '1000', '10000']) expect(svg).toContain(`>${text}</text>`);
  });

  it('has logarithmic heights too', () => {
    const svg = lineChartSVG({
      title: 'Loss',
      series: [{ name: 'a', y: [0.01, 0.1, 1], style: 'dots' }],
      yAxis: { kind: 'log' },
      levels: [{ name: 'goal', value: 0.01 }],
    });
    const [, ...marks] = attributesOf(svg, 'circle', 'cy').map(Number);
    expect(marks[0]! - marks[1]!).toBeCloseTo(marks[1]! - marks[2]!, 1);
    for (const text of ['0.01', '0.1', '1']) expect(svg).toContain(`>${text}</text>`);
  });

  it('draws the range of each value, and makes room for it', () => {
    const series = { name: 'a', y: [2, 3], style: 'dots' as const };
    const range = { low: [1, 3], high: [2, 5] };
    const plain = lineChartSVG({ title: 't', series: [series] });
    const ranged = lineChartSVG({ title: 't', series: [{ ...series, range }] });
    const bars = attributesOf(ranged, 'path', 'd').filter((d) => /^M\S+ \S+V/.test(d));
    expect(bars).toHaveLength(2);
    expect(attributesOf(plain, 'path', 'd').filter((d) => /^M\S+ \S+V/.test(d))).toHaveLength(0);
    const [low, high] = bars[0]!
      .slice(bars[0]!.indexOf(' ') + 1)
      .split('V')
      .map(Number) as [number, number];
    const [, first] = attributesOf(ranged, 'circle', 'cy').map(Number);
    expect(first).toBeCloseTo(high, 1); // y = 2 is the first range's upper end
    expect(low).toBeGreaterThan(high);
    expect(ranged).toContain('>5</text>');
    expect(plain).not.toContain('>5</text>');
    const short = { low: [1], high: [2, 5] };
    expect(() => lineChartSVG({ title: 't', series: [{ ...series, range: short }] })).toThrow(
      'a range must have a low and a high end for every value',
    );
  });

  it('gives curves one scale if wanted', () => {
    const curves = [
      { name: 'a', training: [0.5, 0.6] },
      { name: 'b', training: [0.8, 0.9] },
    ];
    const labels = (commonScale: boolean) =>
      curvesSVG(curves, { title: 't', commonScale }).match(/>0\.[0-9]+<\/text>/g)!;
    const own = labels(false);
    expect(own.slice(0, own.length / 2)).not.toEqual(own.slice(own.length / 2));
    const common = labels(true);
    expect(common.slice(0, common.length / 2)).toEqual(common.slice(common.length / 2));
  });

  it('refuses positions that do not fit the values', () => {
    expect(() => lineChartSVG({ title: 't', series: [{ name: 'a', x: [1], y: [1, 2] }] })).toThrow(
      'series "a" has 1 positions and 2 values',
    );
    expect(() => lineChartSVG({ title: 't', series: [] })).toThrow('no value is finite');
  });
});

describe('thin', () => {
  it('keeps first, lowest, highest and last of each pixel column, and gaps', () => {
    const places = Array.from({ length: 5000 }, (_, i) => [i / 100, (i * 37) % 101] as const);
    const kept = thin(places);
    expect(kept.length).toBeLessThanOrEqual(50 * 4);
    for (let column = 0; column < 50; column++) {
      const of = (from: typeof kept) => from.filter(([x]) => Math.floor(x) === column).map(([, y]) => y);
      expect(Math.max(...of(kept))).toBe(Math.max(...of(places)));
      expect(Math.min(...of(kept))).toBe(Math.min(...of(places)));
    }
    const gap = [...places.slice(0, 2500), [Number.NaN, Number.NaN] as const, ...places.slice(2500)];
    expect(thin(gap).filter(([x]) => Number.isNaN(x))).toHaveLength(1);
  });

  it('leaves few places alone', () => {
    const places = [[0, 1] as const, [0.1, 2] as const];
    expect(thin(places)).toBe(places);
  });
});

describe('forecastSVG', () => {
  it('draws history, truth, baseline and forecast over time', () => {
    const start = Date.UTC(2014, 0, 1);
    const times = [0, 6, 12, 18, 24].map((hours) => start + hours * HOUR);
    const svg = forecastSVG({
      title: 'A day ahead',
      label: 'T (°C)',
      history: { time: times.slice(0, 3), values: [1, 2, 3] },
      truth: { time: times.slice(2), values: [3, 2, 1] },
      forecast: { time: times.slice(3), values: [2.2, 1.2] },
      baseline: { name: 'same as now', time: times.slice(3), values: [3, 3] },
    });
    elementsOf(svg);
    for (const text of ['history', 'truth', 'forecast', 'same as now', 'T (°C)', '1 Jan', '2 Jan', '12:00']) {
      expect(svg).toContain(`>${text}</text>`);
    }
    expect(attributesOf(svg, 'path', 'd')).toHaveLength(8); // four in the legend, four in the plot
  });

  it('draws the interval as a band behind the lines, and makes room for it', () => {
    const times = [0, 1, 2, 3].map((hours) => hours * HOUR);
    const forecast = { time: times, values: [1, 2, Number.NaN, 4] };
    const interval = { name: '90 % interval', low: [0, 1, Number.NaN, 3], high: [3, 4, Number.NaN, 60] };
    const svg = forecastSVG({ title: 'f', label: 'T', forecast, interval });
    elementsOf(svg);
    const opacities = [...svg.matchAll(/<path d="([^"]*)" fill="var\(--c2\)" fill-opacity/g)];
    expect(opacities).toHaveLength(2); // in the legend and in the plot
    const band = opacities[1]![1]!;
    expect(band.match(/M/g)).toHaveLength(2); // a gap divides it
    expect(svg.indexOf(band)).toBeLessThan(svg.lastIndexOf('class="line"'));
    expect(svg).toContain('>60</text>');
    const short = { ...interval, low: [1] };
    expect(() => forecastSVG({ title: 'f', label: 'T', forecast, interval: short })).toThrow(
      'a range must have a low and a high end for every value',
    );
  });

  it('needs the forecast only', () => {
    const svg = forecastSVG({
      title: 'f',
      label: 'T',
      forecast: { time: [0, HOUR], values: [1, 2] },
      width: 400,
      height: 200,
    });
    expect(attributesOf(svg, 'path', 'd')).toHaveLength(2);
    expect(attributesOf(svg, 'svg', 'viewBox')).toEqual(['0 0 400 200']);
  });
});

describe('barsSVG', () => {
  const bars = [
    { name: 'bag', value: 0.8 },
    { name: 'lstm', value: 0.4, spread: 0.05 },
  ];

  it('draws bars from zero, as long as their values', () => {
    const svg = barsSVG({ title: 'Accuracy', label: 'accuracy', bars });
    elementsOf(svg);
    const [, first, second] = attributesOf(svg, 'rect', 'width').map(Number); // the first is the paper
    expect(first! / second!).toBeCloseTo(2, 2);
    expect(svg).toContain('>0.800</text>');
    expect(svg).toContain('accuracy: bag 0.8, lstm 0.4 ± 0.05');
  });

  it('draws the baseline where its value lies, and decimals as asked', () => {
    const svg = barsSVG({
      title: 'MAE',
      label: 'MAE (°C)',
      bars,
      baseline: { name: 'same as now', value: 0.6 },
      decimals: 1,
    });
    expect(svg).toContain('>same as now 0.6</text>');
    const xs = attributesOf(svg, 'rect', 'x').map(Number);
    const widths = attributesOf(svg, 'rect', 'width').map(Number).slice(1);
    const dashed = /<line x1="([\d.]+)"[^>]*stroke-dasharray/.exec(svg);
    expect(Number(dashed![1])).toBeCloseTo(xs[0]! + (widths[0]! * 0.6) / 0.8, 1);
  });

  it('draws negative skill to the left of zero', () => {
    const svg = barsSVG({
      title: 'Skill',
      label: 'skill',
      bars: [
        { name: 'a', value: 0.2 },
        { name: 'b', value: -0.1 },
      ],
    });
    const [right, left] = attributesOf(svg, 'rect', 'x').map(Number);
    expect(left).toBeLessThan(right!);
    expect(svg).toContain('>−0.100</text>');
  });

  it('refuses no bars and values that are not finite', () => {
    expect(() => barsSVG({ title: 't', label: 'l', bars: [] })).toThrow('there are no bars');
    expect(() => barsSVG({ title: 't', label: 'l', bars: [{ name: 'x', value: Number.NaN }] })).toThrow(
      'the value of "x" is NaN',
    );
  });
});

/** Where the labels of points stand, by the estimate of their width. */
function labelsOf(svg: string): { left: number; right: number; bottom: number }[] {
  const found = svg.matchAll(/<text x="([\d.]+)" y="([\d.]+)"( text-anchor="end")?>([a-z]+\d*)</g);
  return Array.from(found, ([, x, y, end, text]) => {
    const width = textWidth(text!);
    const left = end ? Number(x) - width : Number(x);
    return { left, right: left + width, bottom: Number(y) };
  });
}

describe('scatterSVG', () => {
  const points = Array.from({ length: 60 }, (_, i) => ({
    label: `word${i}`,
    x: Math.sin(i * 12.9) * 2,
    y: Math.cos(i * 78.2),
    group: i % 2 ? 'odd' : 'even',
  }));

  it('places labels so that none covers another or a point', () => {
    const svg = scatterSVG({ title: 'Words', points, xLabel: 'first', yLabel: 'second' });
    elementsOf(svg);
    const labels = labelsOf(svg);
    expect(labels.length).toBeGreaterThan(30);
    for (const [i, a] of labels.entries()) {
      for (const b of labels.slice(i + 1)) {
        const apart = a.right <= b.left || b.right <= a.left || Math.abs(a.bottom - b.bottom) >= 13.9;
        expect(apart).toBe(true);
      }
    }
    expect(attributesOf(svg, 'circle', 'cx')).toHaveLength(62); // and two in the legend
    expect(svg).toContain('word7 ('); // every point has its tooltip, whether its label found room or not
  });

  it('keeps labels clear of arrows where there is room', () => {
    const corners = [
      { label: 'northwest', x: 0, y: 1 },
      { label: 'northeast', x: 1, y: 1.1 },
      { label: 'southwest', x: -0.1, y: 0 },
      { label: 'southeast', x: 0.9, y: 0.1 },
    ];
    const svg = scatterSVG({
      title: 'Square',
      points: corners,
      arrows: [
        ['northwest', 'northeast'],
        ['southwest', 'southeast'],
        ['southwest', 'northwest'],
        ['southeast', 'northeast'],
      ],
    });
    const [xs, ys] = (['cx', 'cy'] as const).map((name) => attributesOf(svg, 'circle', name).map(Number));
    const labels = labelsOf(svg);
    expect(labels).toHaveLength(4);
    for (const [from, to] of [
      [0, 1],
      [2, 3],
      [2, 0],
      [3, 1],
    ] as const) {
      for (let share = 0; share <= 1; share += 0.01) {
        const x = xs![from]! + share * (xs![to]! - xs![from]!);
        const y = ys![from]! + share * (ys![to]! - ys![from]!);
        const covered = labels.filter(
          ({ left, right, bottom }) => x > left && x < right && y > bottom - 9 && y < bottom + 2,
        );
        expect(covered).toEqual([]);
      }
    }
  });

  it('draws arrows between labelled points', () => {
    const square = [
      { label: 'king', x: 0, y: 1 },
      { label: 'queen', x: 1, y: 1 },
    ];
    const svg = scatterSVG({
      title: 'a',
      points: square,
      arrows: [['king', 'queen']],
      width: 300,
      height: 200,
    });
    const plain = scatterSVG({ title: 'a', points: square, width: 300, height: 200 });
    expect(attributesOf(svg, 'line', 'x1').length).toBe(attributesOf(plain, 'line', 'x1').length + 1);
    expect(() => scatterSVG({ title: 'a', points: square, arrows: [['king', 'duke']] })).toThrow(
      'no point is labelled "duke"',
    );
    expect(() => scatterSVG({ title: 'a', points: [] })).toThrow('no point is finite');
  });
});

describe('heatmapSVG', () => {
  it('colours cells by value, the second colour below zero', () => {
    const svg = heatmapSVG({ title: 'm', values: [[-1, 0, 0.5]] });
    elementsOf(svg);
    const fills = attributesOf(svg, 'rect', 'fill').slice(1, 4);
    const opacity = attributesOf(svg, 'rect', 'fill-opacity').slice(0, 3).map(Number);
    expect(fills).toEqual(['var(--c2)', 'var(--c1)', 'var(--c1)']);
    expect(opacity).toEqual([1, 0.06, 0.53]); // 0.06 + 0.94 · |value|
  });

  it('goes from 0 to 1 where all values lie between, so that gates can be compared', () => {
    const opacities = (values: number[], range?: readonly [number, number]) =>
      attributesOf(
        heatmapSVG({ title: 'm', values: [values], ...(range && { range }) }),
        'rect',
        'fill-opacity',
      )
        .slice(0, 2)
        .map(Number);
    expect(opacities([0.25, 0.5])).toEqual([0.295, 0.53].map((x) => Math.round(x * 100) / 100)); // 0.06 + 0.94 · value
    expect(opacities([0.25, 0.5], [0.25, 0.5])).toEqual([0.06, 1]);
    expect(opacities([0, 0])).toEqual([0.06, 0.06]);
    expect(opacities([1, 2])).toEqual([0.53, 1]); // from 0 to the greatest
    expect(heatmapSVG({ title: 'm', values: [[0.25, 0.5]] })).toContain('>1</text>'); // the key
  });

  it('takes a given range, shows numbers and labels', () => {
    const svg = heatmapSVG({
      title: 'm',
      values: [
        [1, 2],
        [4, Number.NaN],
      ],
      rows: ['a', 'b'],
      columns: ['c', 'd'],
      rowLabel: 'truth',
      columnLabel: 'prediction',
      range: [0, 4],
      numbers: true,
      width: 400,
    });
    expect(attributesOf(svg, 'rect', 'fill-opacity').slice(0, 4)).toEqual(['0.3', '0.53', '1', '0']);
    for (const text of ['a', 'b', 'c', 'd', 'truth ↓', 'prediction →', '4'])
      expect(svg).toContain(`>${text}</text>`);
  });

  it('turns column labels that would touch', () => {
    const columns = Array.from({ length: 30 }, (_, i) => `word ${i}`);
    expect(heatmapSVG({ title: 'm', values: [columns.map((_, i) => i)], columns })).toContain('rotate(-45');
    expect(heatmapSVG({ title: 'm', values: [[1, 2]], columns: ['a', 'b'] })).not.toContain('rotate');
  });

  it('refuses matrices and labels that do not fit', () => {
    expect(() => heatmapSVG({ title: 'm', values: [] })).toThrow('the matrix is empty');
    expect(() => heatmapSVG({ title: 'm', values: [[1], [1, 2]] })).toThrow(
      'row 1 has 2 values and row 0 has 1',
    );
    expect(() => heatmapSVG({ title: 'm', values: [[1]], rows: ['a', 'b'] })).toThrow(
      '2 row labels for 1 rows',
    );
    expect(() => heatmapSVG({ title: 'm', values: [[1]], columns: [] })).toThrow(
      '0 column labels for 1 columns',
    );
    expect(() => heatmapSVG({ title: 'm', values: [[Number.NaN]] })).toThrow('no value is finite');
  });
});
