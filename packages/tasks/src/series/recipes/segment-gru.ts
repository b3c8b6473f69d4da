import { Flatten, ReversibleNormalization } from '@seqloom/nn';
import { SegmentGRU } from '@seqloom/recurrent';
import type { NetworkRecipe } from '../recipe.ts';

/** The least segments of a window, where the numbers allow. */
const LEAST_SEGMENTS = 4;

/** A GRU over segments of the target's past, which decodes all segments to come at once. */
export const segmentGRU: NetworkRecipe = {
  type: 'network',
  name: 'segment-gru',
  title: 'GRU over segments of the past, 64 units',
  source: 'Lin et al. 2023 (SegRNN)',
  takes: ['units', 'dropout'],
  ownPast: true,
  layers: (length, { units = 64, dropout = 0.2 }, outputs) => [
    new ReversibleNormalization({
      mode: 'last',
      layer: new SegmentGRU({
        units,
        dropout,
        segmentLength: segmentLengthOf(length, outputs),
        horizon: outputs,
        channelEmbedding: false, // there is one channel
      }),
    }),
    new Flatten(),
  ],
};

/** The largest length that divides window and forecast, of at least four segments a window; 1 always does. */
function segmentLengthOf(length: number, outputs: number): number {
  let segment = Math.max(1, Math.floor(length / LEAST_SEGMENTS));
  while (length % segment !== 0 || outputs % segment !== 0) segment--;
  return segment;
}
