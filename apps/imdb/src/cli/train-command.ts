import {
  backendOptions,
  checkOptions,
  integerOption,
  interruptible,
  type Options,
  openBackend,
  prepareOutputFolder,
  requiredText,
  type Terminal,
  textOption,
} from '@seqloom/tasks/node';
import { type ArgsDef, type CommandDef, defineCommand } from 'citty';
import { findRecipe, RECIPES } from '../recipes/catalog.ts';
import { type TrainedRecipe, trainRecipe } from '../train-recipe.ts';
import { openReviews } from './open-reviews.ts';
import { BUNDLED_VECTORS, openVectors } from './open-vectors.ts';
import { writeOutputs } from './outputs.ts';
import { runProgress } from './progress.ts';
import { resultEvent, resultText } from './result.ts';
import { chosenSettings, SETTINGS_ARGS } from './settings-options.ts';
import { SHARED_ARGS } from './shared-args.ts';

const ARGS: ArgsDef = {
  model: {
    type: 'string',
    required: false, // asked for by the command itself, in its own words
    valueHint: 'NAME',
    description: `What to train: ${RECIPES.map(({ name }) => name).join(', ')}`,
  },
  ...SHARED_ARGS,
  ...SETTINGS_ARGS,
  units: { type: 'string', valueHint: 'N', description: 'Width of the hidden or recurrent layers' },
  'train-samples': { type: 'string', valueHint: 'N', description: 'Train on the first N reviews only' },
  vectors: {
    type: 'string',
    valueHint: 'PATH|bundled',
    description:
      'Word vectors for glove and pooled-glove: bundled (default), or a GloVe, word2vec or fastText file',
  },
  seed: { type: 'string', valueHint: 'N', description: 'Decides weights, split and order (1)' },
  out: { type: 'string', valueHint: 'DIR', description: 'Where to write model, history, curves and report' },
};

/** `imdb train`: trains a recipe, measures it, and writes what was asked for. */
export function trainCommand(terminal: Terminal): CommandDef {
  return defineCommand({
    meta: { name: 'train', description: 'Train a model and measure it on the test reviews' },
    args: ARGS,
    run: ({ args }) => interruptible((signal) => train(args, terminal, signal)),
  });
}

async function train(args: Options, terminal: Terminal, signal: AbortSignal): Promise<void> {
  checkOptions(args, ARGS);
  const recipe = findRecipe(requiredText(args, 'model', '--model bag'));
  const units = integerOption(args, 'units');
  const trainSamples = integerOption(args, 'train-samples');
  const settings = {
    ...chosenSettings(args),
    ...(units !== undefined && { units }),
    ...(trainSamples !== undefined && { trainSamples }),
  };
  const seed = integerOption(args, 'seed', 0) ?? 1;
  const json = args.json === true;
  const out = textOption(args, 'out');
  const vectors = textOption(args, 'vectors');
  if (vectors !== undefined && !recipe.pretrained) {
    throw new RangeError(
      `--vectors: the model '${recipe.name}' learns its own. Leave it out, or train glove.`,
    );
  }
  const compute = backendOptions(args);
  // everything that can be refused is refused before the long part
  const source = recipe.pretrained ? await openVectors(vectors ?? BUNDLED_VECTORS) : undefined;
  if (out !== undefined) await prepareOutputFolder(out);
  const reviews = await openReviews(textOption(args, 'data') ?? 'bundled', {
    terminal,
    signal,
  });
  const backend = await openBackend(compute);
  let trained: TrainedRecipe | undefined;
  try {
    const progress = runProgress(terminal, json);
    try {
      trained = await trainRecipe(recipe, {
        backend,
        reviews,
        settings,
        seed,
        progress,
        signal,
        ...(source && { vectors: source }),
      });
    } finally {
      progress.close();
    }
    if (out !== undefined) await writeOutputs(out, trained);
    terminal.out(json ? resultEvent(trained.result) : resultText(trained.result, out));
  } finally {
    trained?.model.dispose();
    await backend.dispose();
  }
}
