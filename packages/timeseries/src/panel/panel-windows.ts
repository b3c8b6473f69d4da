import { type OptionRules, positiveInteger, resolveOptions } from '@seqloom/options';
import type { Panel } from './panel.ts';

/** Options of {@link panelWindows}. */
export interface PanelWindowsOptions {
  /** Values that a window shows, a multiple of `season`, two seasons at least. */
  readonly lookback: number;
  /** Values after the window that are forecast. */
  readonly horizon: number;
  /** Values a season: 24 for hourly values with days. 1: there is none. Default 1. */
  readonly season?: number;
  /** Values from one window of a series to the next. Default 1. */
  readonly stride?: number;
}

/** Windows over the series of a panel. They hold places, not copies. */
export interface PanelWindows extends Required<Omit<PanelWindowsOptions, 'stride'>> {
  readonly panel: Panel;
  /** The series of each window, its place in the panel. */
  readonly seriesOf: Int32Array;
  /** The first value of each window. */
  readonly starts: Int32Array;
}

const LENGTH_RULES: OptionRules<Omit<PanelWindowsOptions, 'stride'>> = {
  lookback: positiveInteger(),
  horizon: positiveInteger(),
  season: positiveInteger(1),
};
const PANEL_WINDOWS_RULES: OptionRules<PanelWindowsOptions> = { ...LENGTH_RULES, stride: positiveInteger(1) };

/**
 * Every window of every series with the values that follow it: one model learns from all series. No window holds values of two
 * series. They are counted from the end of each series, so that its last values are targets regardless of the stride.
 *
 * @throws RangeError when an option is out of range, the lookback is no multiple of the season, or a series is shorter than a window
 * and the horizon.
 * @example
 * const windows = panelWindows(train, { lookback: 336, horizon: 48, season: 24, stride: 6 });
 */
export function panelWindows(panel: Panel, options: PanelWindowsOptions): PanelWindows {
  const { stride, ...lengths } = resolveOptions('panelWindows', options, PANEL_WINDOWS_RULES);
  const { lookback, horizon } = lengths;
  checkLengths('panelWindows', panel, lengths, horizon);
  const [seriesOf, starts]: [number[], number[]] = [[], []];
  for (const [i, { length }] of panel.series.entries()) {
    for (
      let start = (length - lookback - horizon) % stride;
      start + lookback + horizon <= length;
      start += stride
    ) {
      seriesOf.push(i);
      starts.push(start);
    }
  }
  return { panel, ...lengths, seriesOf: Int32Array.from(seriesOf), starts: Int32Array.from(starts) };
}

/**
 * One window of each series, in their order: the one that the last `horizon` values follow. To measure forecasts of a test part on
 * series that end with it.
 *
 * @throws RangeError as {@link panelWindows}.
 */
export function lastPanelWindows(panel: Panel, options: Omit<PanelWindowsOptions, 'stride'>): PanelWindows {
  return oneOfEach('lastPanelWindows', panel, options, ({ horizon }) => horizon);
}

/**
 * One window of each series, in their order: its last values. The input for a forecast of values that are not known yet.
 *
 * @throws RangeError as {@link panelWindows}, of a series shorter than a window.
 * @example
 * const forecasts = panelForecasts(latest, await predict(model, panelBatches(latest)));
 */
export function latestPanelWindows(panel: Panel, options: Omit<PanelWindowsOptions, 'stride'>): PanelWindows {
  return oneOfEach('latestPanelWindows', panel, options, () => 0);
}

type Lengths = Required<Omit<PanelWindowsOptions, 'stride'>>;

function oneOfEach(
  owner: string,
  panel: Panel,
  options: Omit<PanelWindowsOptions, 'stride'>,
  after: (lengths: Lengths) => number,
): PanelWindows {
  const lengths = resolveOptions(owner, options, LENGTH_RULES);
  const rest = after(lengths);
  checkLengths(owner, panel, lengths, rest);
  return {
    panel,
    ...lengths,
    seriesOf: Int32Array.from(panel.series, (_, i) => i),
    starts: Int32Array.from(panel.series, ({ length }) => length - rest - lengths.lookback),
  };
}

/** @throws RangeError unless a window of whole seasons and the values after it fit into each series */
function checkLengths(owner: string, { name, ids, series }: Panel, lengths: Lengths, after: number): void {
  const { lookback, season } = lengths;
  if (lookback % season !== 0 || lookback < 2 * season) {
    throw new RangeError(
      `${owner}: lookback must be a multiple of the season ${season}, two seasons at least, got ${lookback}. Give ${Math.max(2, Math.round(lookback / season)) * season}.`,
    );
  }
  const shortest = series.reduce((best, { length }, i) => (length < series[best]!.length ? i : best), 0);
  const { length } = series[shortest]!;
  if (length >= lookback + after) return;
  const parts =
    after === 0 ? `a window takes ${lookback}` : `a window and its horizon take ${lookback} + ${after}`;
  throw new RangeError(
    `${owner}: series "${ids[shortest]}" of ${name} has ${length} values, ${parts}. Give a smaller lookback or horizon, or leave short series out.`,
  );
}
