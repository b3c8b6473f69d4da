import { Dense, type Layer } from '@seqloom/nn';
import type { NetworkRecipe } from '../recipe.ts';
import { USUAL_UNITS } from '../usual-settings.ts';

/** What a recurrent recipe adds to the frame. */
interface RecurrentSeries extends Pick<NetworkRecipe, 'name' | 'title' | 'source' | 'bookEpochs'> {
  /** Default dropout of inputs and states. */
  readonly dropout?: number;
  readonly recurrent: (options: {
    readonly units: number;
    readonly dropout: number;
    readonly recurrentDropout: number;
    readonly returnSequences: boolean;
  }) => Layer;
}

/** The frame of the chapter's recurrent models on series: recurrent layers, then the forecast. */
export function recurrentSeries({ recurrent, dropout: usual = 0, ...about }: RecurrentSeries): NetworkRecipe {
  return {
    type: 'network',
    ...about,
    takes: ['units', 'layers', 'dropout'],
    layers: (_, { units = USUAL_UNITS, layers = 1, dropout = usual }, outputs) => [
      ...Array.from({ length: layers }, (_, i) =>
        recurrent({ units, dropout, recurrentDropout: dropout, returnSequences: i < layers - 1 }),
      ),
      new Dense({ units: outputs }),
    ],
  };
}
