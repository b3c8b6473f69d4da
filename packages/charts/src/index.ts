export { type Bar, type BarsOptions, barsSVG } from './bars.ts';
export { type Curves, type CurvesOptions, curvesOf, curvesSVG } from './curves.ts';
export { type CurvesTextOptions, curvesText } from './curves-text.ts';
export type { ChartText } from './document.ts';
export { type ForecastInterval, type ForecastOptions, forecastSVG, type TimedValues } from './forecast.ts';
export type { AxisOptions } from './frame.ts';
export { type GraphNode, type GraphOptions, graphSVG } from './graph.ts';
export { type HeatmapOptions, heatmapSVG } from './heatmap.ts';
export { type Level, type LineChartOptions, type LinePlot, lineChartSVG } from './line-chart.ts';
export { type ScatterOptions, type ScatterPoint, scatterSVG } from './scatter.ts';
export type { Series } from './series.ts';

export { type Cell, type Column, type TableTextOptions, tableText } from './table-text.ts';
export type { TerminalOptions } from './terminal.ts';
