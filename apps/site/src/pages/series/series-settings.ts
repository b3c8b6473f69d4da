import { count, type OptionRules, oneOf, text } from '@seqloom/options';
import { decodeNames, encodeNames } from '../../address/name-list.ts';
import type { SuggestedLengths } from './series-table.ts';

/** The networks that the page offers: recipes of `@seqloom/tasks`. */
export const NETWORKS = [
  { value: 'gru', label: 'GRU' },
  { value: 'lstm', label: 'LSTM' },
  { value: 'conv1d', label: 'Convolutions' },
  { value: 'dense', label: 'Dense layer' },
] as const;

export type NetworkName = (typeof NETWORKS)[number]['value'];

/** What the address holds. Empty texts and 0 stand for what is suggested for the file. */
export interface SeriesSettings {
  /** `seattle`, or `own` for a file that was dropped, which no address can hold. */
  readonly data: 'seattle' | 'own';
  /** The column of times. */
  readonly time: string;
  readonly target: string;
  /** Columns that are not inputs, in the form of {@link encodeNames}. */
  readonly without: string;
  /** Rows ahead. */
  readonly horizon: number;
  /** Rows to look back. */
  readonly lookback: number;
  readonly model: NetworkName;
  readonly units: number;
  readonly epochs: number;
  readonly seed: number;
}

const names = NETWORKS.map(({ value }) => value);

export const SERIES_RULES: OptionRules<Partial<SeriesSettings>> = {
  data: oneOf(['seattle', 'own'], 'seattle'),
  time: text(''),
  target: text(''),
  without: text(''),
  horizon: count(0),
  lookback: count(0),
  model: oneOf(names, 'gru'),
  units: count(0),
  epochs: count(0),
  seed: count(1),
};

/** The numbers of a run as `forecast` and the task take them; what is left to the recipe is left out. */
export interface SeriesChoice {
  readonly target: string;
  readonly delay: number;
  readonly unit?: string;
  readonly lookback?: number;
  readonly step?: number;
  readonly units?: number;
  readonly epochs?: number;
}

/** What is suggested for a file. */
type Suggested = Pick<SuggestedLengths, 'target' | 'delay' | 'unit' | 'lookback' | 'shortened'>;

/** What is forecast from what, without the numbers of a network: what ridge regression and persistence need. */
export function taskChoice(
  { target, horizon, lookback }: Pick<SeriesSettings, 'target' | 'horizon' | 'lookback'>,
  suggested: Suggested,
): SeriesChoice {
  const back = lookback || (suggested.shortened ? suggested.lookback : 0);
  return {
    target: target || suggested.target,
    delay: horizon || suggested.delay,
    ...(suggested.unit !== '' && { unit: suggested.unit }),
    // as `forecast` does: who says how far to look back means every row of it
    ...(back > 0 && { lookback: back, step: 1 }),
  };
}

/** The choices of a network. */
export function networkChoice(settings: SeriesSettings, suggested: Suggested): SeriesChoice {
  const { units, epochs } = settings;
  return {
    ...taskChoice(settings, suggested),
    ...(units > 0 && settings.model !== 'conv1d' && { units }),
    ...(epochs > 0 && { epochs }),
  };
}

/** Whether a network has a width to choose. */
export function takesUnits(model: NetworkName): boolean {
  return model !== 'conv1d';
}

/** The columns that are not inputs; the target always is one. */
export function leftOutOf({ without }: Pick<SeriesSettings, 'without'>, target: string): readonly string[] {
  return decodeNames(without).filter((name) => name !== target);
}

/** Takes a column out of the inputs or back in. */
export function withInput(
  settings: SeriesSettings,
  column: string,
  isInput: boolean,
): Pick<SeriesSettings, 'without'> {
  const others = decodeNames(settings.without).filter((name) => name !== column);
  return { without: encodeNames(isInput ? others : [...others, column]) };
}
