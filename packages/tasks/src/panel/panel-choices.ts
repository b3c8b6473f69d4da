import { fraction, positive, positiveInteger } from '@seqloom/options';
import { M4_GROUPS, type M4Frequency, type Panel } from '@seqloom/timeseries';
import { numberOption, type OptionTable } from '../options/command-option.ts';
import type { PanelLengths, PanelRecipe, PanelSettings, PanelSource } from './panel-types.ts';

/** The choices as options of commands. */
export const PANEL_CHOICES: OptionTable<PanelSettings> = {
  horizon: numberOption(positiveInteger(), {
    help: 'Values that are forecast (of series of M4 what the competition asks: 48 hourly, 18 monthly, …)',
  }),
  season: numberOption(positiveInteger(), {
    help: 'Values a season (24 hourly, 12 monthly, 4 quarterly, else 1)',
  }),
  lookback: numberOption(positiveInteger(), {
    help: 'Values that a window shows, whole seasons (14 seasons, or what fits into the shortest series)',
  }),
  stride: numberOption(positiveInteger(), {
    help: 'Values from one window of a series to the next (a quarter of a season)',
  }),
  units: numberOption(positiveInteger(), { help: 'Width of the recurrent layer (128)' }),
  dropout: numberOption(fraction(), {
    hint: 'FRACTION',
    help: 'Fraction of values dropped before the forecast while training (0)',
  }),
  epochs: numberOption(positiveInteger(), {
    help: 'Passes over the windows (6, more where they make fewer than 50 steps)',
  }),
  batchSize: numberOption(positiveInteger(), { flag: 'batch', help: 'Windows a step (512)' }),
  learningRate: numberOption(positive(), { hint: 'RATE', help: 'Size of the first step, Adam (0.004)' }),
};

/** What `--model` takes. */
export const PANEL_RECIPES: readonly PanelRecipe[] = [
  {
    name: 'gru',
    title: 'GRU that reads a season a step, one for all series',
    source: 'Lin et al. 2023 (SegRNN)',
    cell: 'gru',
  },
  {
    name: 'lstm',
    title: 'LSTM that reads a season a step, one for all series',
    source: 'Smyl 2020',
    cell: 'lstm',
  },
];

/** Seasons a window shows. */
const SEASONS = 14;
/** Steps that training takes at least; few series make few windows. */
const LEAST_STEPS = 300;

/**
 * The lengths for series, with a user's choices in their place.
 *
 * @throws RangeError when no horizon is given and the series are not of M4
 */
export function panelLengths(
  { panel, test, frequency }: PanelSource,
  chosen: Partial<PanelLengths>,
): PanelLengths {
  const group = isM4(frequency) ? M4_GROUPS[frequency] : undefined;
  const { season = group?.season ?? 1, horizon = group?.horizon } = chosen;
  if (horizon === undefined) {
    throw new RangeError(
      '--horizon: is missing. Give it, for instance --horizon 24: how many values are forecast.',
    );
  }
  return {
    horizon,
    season,
    lookback: chosen.lookback ?? usualLookback(panel, season, horizon * (test ? 2 : 3)),
  };
}

function isM4(frequency: string | undefined): frequency is M4Frequency {
  return frequency !== undefined && Object.hasOwn(M4_GROUPS, frequency);
}

/** Whole seasons that leave room for the parts that validate and test and for one horizon to learn from; two at least. */
function usualLookback({ series }: Panel, season: number, others: number): number {
  const shortest = Math.min(...series.map(({ length }) => length));
  const room = Math.floor((shortest - others) / season);
  return Math.max(2, Math.min(SEASONS, room)) * season;
}

/** The numbers of a run. @param windows counts the windows for a stride */
export function panelSettings(
  lengths: PanelLengths,
  chosen: Partial<PanelSettings>,
  windows: (stride: number) => number,
): PanelSettings {
  const stride = chosen.stride ?? Math.max(1, Math.round(lengths.season / 4));
  const batchSize = chosen.batchSize ?? 512;
  const steps = Math.ceil(windows(stride) / batchSize);
  return {
    units: 128,
    dropout: 0,
    epochs: Math.max(6, Math.ceil(LEAST_STEPS / steps)),
    learningRate: 0.004,
    ...chosen,
    ...lengths,
    stride,
    batchSize,
  };
}
