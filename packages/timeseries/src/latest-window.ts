import type { NdArray } from '@seqloom/arrays';
import { count, type OptionRules, resolveOptions } from '@seqloom/options';
import type { ForecastWindowsOptions } from './forecast-windows.ts';
import { columnNumbers, KNOWN_COLUMNS } from './known-columns.ts';
import { type Matrix, notFinite } from './missing.ts';
import { checkFiniteRows, WINDOW_RULES } from './window-rules.ts';

/** Options of {@link latestWindow}: those the model's windows were made with. */
export interface LatestWindowOptions
  extends Pick<ForecastWindowsOptions, 'lookback' | 'step' | 'anchor' | 'names' | 'knownColumns'> {
  /**
   * Rows at the end of the series that come after the window: as many as the last target lies after the last row of the window, for
   * windows with known columns. Only these columns are read there. Default 0.
   */
  readonly ahead?: number;
}

const LATEST_WINDOW_RULES: OptionRules<LatestWindowOptions> = {
  ...WINDOW_RULES,
  knownColumns: KNOWN_COLUMNS,
  ahead: count(0),
};

/**
 * The window that ends with the last row: the input for a forecast of values that are not known yet.
 *
 * Shapes: `[rows, D] → [1, lookback / step, D]`, with F known columns `[1, lookback / step, D + F]`.
 *
 * @throws RangeError when the series is shorter than the window or a value in it is not finite.
 * @example
 * model.predict(latestWindow(scaled, { lookback: 72, step: 3, anchor: 'last' }));
 * const knownColumns = [1]; // 24 rows follow the last known one, with values in column 1
 * model.predict(latestWindow(extended, { lookback: 72, anchor: 'last', knownColumns, ahead: 24 }));
 */
export function latestWindow(data: Matrix, options: LatestWindowOptions): NdArray {
  const owner = 'latestWindow';
  const settings = resolveOptions(owner, options, LATEST_WINDOW_RULES);
  const { lookback, step, anchor, names, ahead } = settings;
  const [rows = 0, width = 0] = data.shape;
  const known = columnNumbers(owner, 'knownColumns', settings.knownColumns, names, width);
  const end = rows - ahead;
  const start = end - lookback;
  if (lookback % step !== 0 || start < 0) {
    throw new RangeError(
      `${owner}: lookback ${lookback} must be a multiple of step ${step} and at most the ${end} rows there are${ahead > 0 ? ` before the ${ahead} ahead` : ''}.`,
    );
  }
  checkFiniteRows(owner, data, { start, end }, names);
  const length = lookback / step;
  const firstShown = anchor === 'last' ? step - 1 : 0;
  // the last target lies `ahead` rows after the window's last row, which an anchor 'next' need not show
  const later = end - 1 + ahead - (start + firstShown + (length - 1) * step);
  const wide = width + known.length;
  const out = new Float32Array(length * wide);
  for (let t = 0; t < length; t++) {
    const row = start + firstShown + t * step;
    out.set(data.data.subarray(row * width, (row + 1) * width), t * wide);
    for (const [i, column] of known.entries()) {
      const value = data.data[(row + later) * width + column]!;
      if (!Number.isFinite(value)) throw notFinite(owner, names, column, value, row + later);
      out[t * wide + width + i] = value;
    }
  }
  return { data: out, shape: [1, length, wide] };
}
