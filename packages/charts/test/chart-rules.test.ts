import { expect, test } from 'vitest';
import * as charts from '../src/index.ts';

const curves = [{ name: 'loss', training: [1, 2] }];
const timed = { time: [0, 1], values: [1, 2] };

/** Each chart with options that suit it, and one more. */
const CHARTS: Record<string, (more: object) => string> = {
  barsSVG: (more) => charts.barsSVG({ title: 't', label: 'l', bars: [{ name: 'a', value: 1 }], ...more }),
  curvesSVG: (more) => charts.curvesSVG(curves, { title: 't', ...more }),
  curvesText: (more) => charts.curvesText(curves, more),
  forecastSVG: (more) => charts.forecastSVG({ title: 't', label: 'l', forecast: timed, ...more }),
  heatmapSVG: (more) => charts.heatmapSVG({ title: 't', values: [[1]], ...more }),
  lineChartSVG: (more) => charts.lineChartSVG({ title: 't', series: [{ name: 'a', y: [1] }], ...more }),
  scatterSVG: (more) => charts.scatterSVG({ title: 't', points: [{ label: 'a', x: 1, y: 1 }], ...more }),
  tableText: (more) => charts.tableText([{ name: 'a' }], [['b']], more),
};

test.each(Object.entries(CHARTS))('%s refuses options that do not exist or are null', (name, draw) => {
  expect(draw({})).not.toBe('');
  expect(() => draw({ colour: 'red' })).toThrow(`${name}: has no setting "colour". Its settings: `);
  const option = name.endsWith('Text') ? 'color' : 'description';
  expect(() => draw({ [option]: null })).toThrow(
    new TypeError(`${name}: ${option} must not be null. Give it a value or leave it out.`),
  );
});

test.each(Object.entries(CHARTS).filter(([name]) => name.endsWith('SVG')))(
  '%s checks title, theme and size',
  (name, draw) => {
    expect(() => draw({ title: 5 })).toThrow(new TypeError(`${name}: title must be a string, got 5.`));
    expect(() => draw({ theme: 'blue' })).toThrow(
      `${name}: theme must be one of auto, light, dark, got "blue".`,
    );
    if (name !== 'curvesSVG') {
      expect(() => draw({ width: -1 })).toThrow(`${name}: width must be a positive number, got -1.`);
    }
  },
);

test('a plot for a terminal has two rows and columns at least', () => {
  expect(() => CHARTS.curvesText!({ height: 1 })).toThrow(
    'curvesText: height must be an integer from 2 on, got 1.',
  );
  expect(() => CHARTS.curvesText!({ width: 0.5 })).toThrow('curvesText: width must be an integer from 2 on');
});

test.each([
  ['barsSVG', { decimals: -1 }, 'barsSVG: decimals must be an integer from 0 to 100, got -1.'],
  ['curvesSVG', { columns: 0 }, 'curvesSVG: columns must be a positive integer, got 0.'],
  ['forecastSVG', { label: 5 }, 'forecastSVG: label must be a string, got 5.'],
  ['heatmapSVG', { range: [0] }, 'heatmapSVG: range must be two finite numbers, got [0].'],
  ['lineChartSVG', { series: 'a' }, 'lineChartSVG: series must be an array, got "a".'],
  [
    'lineChartSVG',
    { xAxis: { kind: 'date' } },
    'lineChartSVG: xAxis: kind must be one of number, count, time, log, got "date".',
  ],
  ['lineChartSVG', { yAxis: { lable: 'T' } }, 'lineChartSVG: yAxis: has no setting "lable".'],
  ['tableText', { baselineRow: 0.5 }, 'tableText: baselineRow must be an integer from 0 on, got 0.5.'],
])('%s refuses %j', (name, option, message) => {
  expect(() => CHARTS[name]!(option)).toThrow(message);
});
