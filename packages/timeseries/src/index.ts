export { DatasetError, type WayOut } from '@seqloom/archives';
export {
  type BacktestResult,
  backtest,
  type Fold,
  type RollingOriginOptions,
  rollingOrigins,
} from './backtest.ts';
export { movingAverage, persistence, seasonalNaive } from './baselines.ts';
export { type CalendarOptions, calendarFeatures, joinColumns } from './calendar.ts';
export type { ColumnKind } from './csv/column-builder.ts';
export type { ThousandsMark } from './csv/number-format.ts';
export { readCsv } from './csv/read-csv.ts';
export type { MissingIn, MissingValue, ReadCsvOptions } from './csv/read-csv-options.ts';
export type { TimeColumn, TimeParts, TimeSource } from './csv/time-source.ts';
export type { ClockChangeRules } from './csv/time-zone.ts';
export type { ValueMark } from './csv/value-marks.ts';
export {
  ETT_COLUMNS,
  type EttWindows,
  type EttWindowsOptions,
  ettOptions,
  ettSplit,
  ettWindows,
} from './ett.ts';
export { type ForecastWindowsOptions, forecastWindows } from './forecast-windows.ts';
export { type ErrorInterval, errorInterval, intervalCoverage } from './intervals.ts';
export { type LatestWindowOptions, latestWindow } from './latest-window.ts';
export { type EndlessBatches, type LookbackOptions, lookbackGenerator } from './lookback-generator.ts';
export { type FilledSeries, fillForward, type Matrix } from './missing.ts';
export {
  M4_GROUPS,
  type M4Data,
  type M4Frequency,
  type M4Group,
  type M4Options,
  m4Data,
  m4Frequency,
} from './panel/m4.ts';
export { continuationOf, type Panel, panelOf, splitPanel } from './panel/panel.ts';
export { panelBatches, panelForecasts, panelSeasonalNaive, panelTruth } from './panel/panel-batches.ts';
export { type PanelColumns, panelOfTable, type TablePanel } from './panel/panel-of-table.ts';
export {
  lastPanelWindows,
  latestPanelWindows,
  type PanelWindows,
  type PanelWindowsOptions,
  panelWindows,
} from './panel/panel-windows.ts';
export { type ReadPanelOptions, readPanel } from './panel/read-panel.ts';
export { mase, maseScale, smape } from './panel/scaled-scores.ts';
export { type WindowScale, windowScale } from './panel/window-scale.ts';
export { type Aggregation, type ResampleOptions, resample } from './resample.ts';
export { fitRidge, fitRidges, type Ridge, type RidgeOptions, type RidgesOptions } from './ridge.ts';
export { type Cell, type TableOfOptions, tableOf } from './rows-table.ts';
export { fitScaler, type Scaler, scaleSeries, unscale } from './scaler.ts';
export { mae, maeByGroup, rmse, skill, truthOf } from './scores.ts';
export { type SyntheticWeatherOptions, syntheticWeather } from './synthetic-weather.ts';
export {
  type CsvDialect,
  type NumberColumn,
  numbersOf,
  numericNames,
  roundedBy32Bits,
  type SkippedRow,
  type Table,
  type TextColumn,
  textsOf,
  toMatrix,
  whereText,
} from './table.ts';
export type { Rhythm, TimeGridOptions } from './time-grid.ts';
export {
  type Gap,
  reportTimes,
  requireRising,
  stretches,
  type TimeReport,
  timeAfter,
} from './time-report.ts';
export {
  checkSplit,
  LeakError,
  type RowRange,
  type TimeSplit,
  type TimeSplitOptions,
  timeSplit,
} from './time-split.ts';
export { type TimeseriesWindowsOptions, timeseriesWindows } from './timeseries-windows.ts';
export {
  columnIndex,
  HOURLY_TASK,
  JENA_SPLIT,
  JENA_TASK,
  type JenaOptions,
  jenaOptions,
  unitOf,
  type WeatherTask,
} from './weather.ts';
export type { WindowBatchOptions } from './window-batch-order.ts';
export { gatherTargets } from './window-targets.ts';
export {
  type Anchor,
  gatherWindows,
  knownRows,
  lastRow,
  requireWithin,
  type Windows,
  windowBatches,
} from './windows.ts';
