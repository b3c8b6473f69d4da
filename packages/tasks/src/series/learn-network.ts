import { earlyStopping, quantileLoss } from '@seqloom/train';
import type { Run, Training } from '../run.ts';
import { stack } from '../stack.ts';
import { addedToLinear } from './added-to-linear.ts';
import { learningBatches, measuringBatches } from './forecasts.ts';
import { networkLayers } from './network-layers.ts';
import type { PreparedSeries } from './prepare-series.ts';
import type { LinearWeights, NetworkRecipe } from './recipe.ts';
import type { SeriesTypes } from './run.ts';
import type { TrainingSetup } from './training-for.ts';

/**
 * A network and how it is trained step by step; the weights of the epoch with the smallest validation error stay.
 *
 * @param options.base the linear model to whose forecast that of the network is added; undefined: none
 */
export function learnNetwork(
  recipe: NetworkRecipe,
  { settings, optimizer }: TrainingSetup,
  { form, train, validation }: Pick<PreparedSeries, 'form' | 'train' | 'validation'>,
  { seed, base }: { readonly seed: number; readonly base: LinearWeights | undefined },
): { readonly network: Run<SeriesTypes>['network']; readonly training: Training } {
  const { epochs, batchSize, stepsPerEpoch, validationSteps, patience } = settings;
  const steps = stepsPerEpoch ?? Math.ceil(train.starts.length / batchSize);
  const unit = form.targetStd;
  const { task } = form.fields;
  const { quantiles } = task;
  const layers = networkLayers(recipe, task, train.length, settings);
  return {
    network: base
      ? addedToLinear(recipe.name, layers, form, base)
      : stack(recipe.name, layers, [train.length, form.width]),
    training: {
      data: learningBatches(train, form, { batchSize, seed }),
      validation: measuringBatches(validation, form),
      loss: quantiles ? quantileLoss({ quantiles }) : 'mae',
      lossUnit: unit,
      optimizer: optimizer(epochs * steps),
      epochs,
      ...(stepsPerEpoch !== undefined && { stepsPerEpoch }),
      ...(validationSteps !== undefined && { validationSteps }),
      callbacks: [earlyStopping({ monitor: 'valLoss', patience, restoreBestWeights: true })],
      measures: ({ loss, valLoss }) =>
        quantiles
          ? { pinball: loss! * unit, valPinball: valLoss! * unit }
          : { mae: loss! * unit, valMae: valLoss! * unit },
    },
  };
}
