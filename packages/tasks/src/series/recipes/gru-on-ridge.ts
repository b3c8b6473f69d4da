import { Dense } from '@seqloom/nn';
import { GRU } from '@seqloom/recurrent';
import type { NetworkRecipe } from '../recipe.ts';

/**
 * What ridge regression leaves over, learned by a GRU: the forecast is the sum of both, at the start that of ridge regression. Small
 * steps keep it near, so that one year of rows is enough.
 */
export const gruOnRidge: NetworkRecipe = {
  type: 'network',
  name: 'gru-on-ridge',
  title: 'ridge regression, and a GRU of 32 units for what it leaves over',
  source: 'Zhang 2003, a hybrid of a linear model and a network',
  bookEpochs: 20,
  base: 'ridge',
  learningRate: 0.001,
  takes: ['units', 'dropout'],
  layers: (_, { units = 32, dropout = 0 }) => [
    new GRU({ units, dropout, recurrentDropout: dropout }),
    new Dense({ units: 1, kernelInitializer: 'zeros' }),
  ],
};
