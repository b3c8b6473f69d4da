import {
  continuationOf,
  lastPanelWindows,
  latestPanelWindows,
  type Panel,
  type PanelWindows,
  panelWindows,
  splitPanel,
} from '@seqloom/timeseries';
import type { PanelLengths, PanelSource } from './panel-types.ts';

/** Series in parts, one after the other in time. */
export interface PanelParts {
  /** What is learned from, with the values that validate at its end. */
  readonly train: Panel;
  /** What follows, `horizon` values of each series. */
  readonly test: Panel;
  /** The window of each series before the values that validate. */
  readonly validation: PanelWindows;
  /** The last window of each series of `train`. */
  readonly latest: PanelWindows;
  /** The windows to learn from; their targets end before the values that validate. */
  learning(stride: number): PanelWindows;
}

/**
 * Divides series: the last `horizon` values of each test, or those of the test file; the `horizon` values before them validate; what lies
 * before those is learned from.
 *
 * @throws RangeError when a series is too short; DatasetError when a file lacks a series of the other
 */
export function panelParts({ panel, test: given }: PanelSource, lengths: PanelLengths): PanelParts {
  const { horizon } = lengths;
  const [train, test] = given ? [panel, continuationOf(panel, given, horizon)] : splitPanel(panel, horizon);
  const [learned] = splitPanel(train, horizon);
  return {
    train,
    test,
    validation: lastPanelWindows(train, lengths),
    latest: latestPanelWindows(train, lengths),
    learning: (stride) => panelWindows(learned, { ...lengths, stride }),
  };
}
