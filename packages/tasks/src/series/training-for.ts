import { adamW, cosineDecay, type Optimizer, rmsprop } from '@seqloom/train';
import type { SeriesKind } from './forecast-task.ts';
import type { NetworkRecipe, Settings } from './recipe.ts';
import { USUAL_SETTINGS } from './usual-settings.ts';

/** How a kind of series is learned. */
export interface TrainingSetup {
  readonly settings: Settings;
  /** Whether the network forecasts the change from the last value. */
  readonly residual: boolean;
  readonly optimizerName: string;
  /** @param steps how many there will be at most */
  optimizer(steps: number): Optimizer;
}

/**
 * How a recipe is trained on a kind of series, with a user's numbers in place of the defaults; all of them were chosen on
 * validation parts. On the book's data as in the book; elsewhere Adam in steps that shrink to nothing, with weights drawn to
 * zero. In any case the weights of the best epoch stay. Hourly values move far in a season, so the network learns the
 * change from the last value; daily ones go back to the season's level, which is easier to say outright.
 */
export function trainingFor(
  recipe: NetworkRecipe,
  kind: SeriesKind,
  chosen: Partial<Settings> = {},
): TrainingSetup {
  const { learningRate = recipe.learningRate } = chosen;
  switch (kind) {
    case 'jena': {
      const usual = USUAL_SETTINGS.jena;
      const { bookEpochs: epochs = usual.epochs } = recipe;
      const settings = withPatience({ ...usual, epochs, ...chosen });
      return {
        settings,
        residual: false,
        optimizerName: 'rmsprop',
        optimizer: () => rmsprop(learningRate === undefined ? {} : { learningRate }),
      };
    }
    case 'hourly': {
      const { learningRate: usualRate, ...usual } = USUAL_SETTINGS.hourly;
      const settings = withPatience({ ...usual, ...chosen });
      // a recipe that knows the level of its window says the value itself
      return { settings, residual: !recipe.ownPast, ...fallingAdam(learningRate ?? usualRate) };
    }
    case 'daily': {
      const { learningRate: usualRate, ...usual } = USUAL_SETTINGS.daily;
      const settings = withPatience({ ...usual, ...chosen });
      return { settings, residual: false, ...fallingAdam(learningRate ?? usualRate) };
    }
  }
}

/** Unless a user wants to stop earlier, every epoch is run. */
function withPatience(settings: Omit<Settings, 'patience'> & Partial<Settings>): Settings {
  return { patience: settings.epochs, ...settings };
}

function fallingAdam(initialLearningRate: number): Pick<TrainingSetup, 'optimizer' | 'optimizerName'> {
  return {
    optimizerName: `adamW from ${initialLearningRate} down to 0 along a cosine, weight decay 0.3`,
    optimizer: (decaySteps) =>
      adamW({ learningRate: cosineDecay({ initialLearningRate, decaySteps }), weightDecay: 0.3 }),
  };
}
