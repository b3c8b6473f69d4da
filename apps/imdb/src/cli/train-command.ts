import { type ArgsDef, type CommandDef, defineCommand } from 'citty';
import type { Settings } from '../recipe.ts';
import { findRecipe, RECIPES } from '../recipes/catalog.ts';
import { type TrainedRecipe, trainRecipe } from '../train-recipe.ts';
import { interruptible } from './interrupt.ts';
import { openBackend } from './open-backend.ts';
import { openReviews } from './open-reviews.ts';
import { BUNDLED_VECTORS, openVectors } from './open-vectors.ts';
import {
  checkOptions,
  integerOption,
  type Options,
  requiredText,
  shareOption,
  textOption,
} from './options.ts';
import { prepareOutputFolder, writeOutputs } from './outputs.ts';
import { terminalProgress } from './progress.ts';
import { resultEvent, resultText } from './result.ts';
import { SHARED_ARGS } from './shared-args.ts';
import type { Terminal } from './terminal.ts';

const ARGS: ArgsDef = {
  model: {
    type: 'string',
    required: false, // asked for by the command itself, in its own words
    valueHint: 'NAME',
    description: `What to train: ${RECIPES.map(({ name }) => name).join(', ')}`,
  },
  ...SHARED_ARGS,
  words: { type: 'string', valueHint: 'N', description: 'Size of the vocabulary' },
  maxlen: { type: 'string', valueHint: 'N', description: 'Words a review is cut or filled up to' },
  units: { type: 'string', valueHint: 'N', description: 'Width of the hidden or recurrent layers' },
  epochs: { type: 'string', valueHint: 'N', description: 'Passes over the training reviews' },
  batch: { type: 'string', valueHint: 'N', description: 'Reviews a step' },
  'train-samples': { type: 'string', valueHint: 'N', description: 'Train on the first N reviews only' },
  'validation-split': {
    type: 'string',
    valueHint: 'SHARE',
    description: 'The last part of the shuffled training reviews, which validates',
  },
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
  const settings = chosenSettings(args);
  const seed = integerOption(args, 'seed', 0) ?? 1;
  const json = args.json === true;
  const out = textOption(args, 'out');
  const vectors = textOption(args, 'vectors');
  if (vectors !== undefined && !recipe.pretrained) {
    throw new RangeError(
      `--vectors: the model '${recipe.name}' learns its own. Leave it out, or train glove.`,
    );
  }
  const threads = integerOption(args, 'threads');
  // everything that can be refused is refused before the long part
  const source = recipe.pretrained ? await openVectors(vectors ?? BUNDLED_VECTORS) : undefined;
  if (out !== undefined) await prepareOutputFolder(out);
  const reviews = await openReviews(textOption(args, 'data') ?? 'bundled', {
    terminal,
    signal,
  });
  const backend = await openBackend({ name: textOption(args, 'backend'), threads });
  let trained: TrainedRecipe | undefined;
  try {
    const progress = terminalProgress(terminal, json);
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

function chosenSettings(args: Options): Partial<Settings> {
  const words = integerOption(args, 'words', 2);
  const maxlen = integerOption(args, 'maxlen');
  const units = integerOption(args, 'units');
  const epochs = integerOption(args, 'epochs');
  const batchSize = integerOption(args, 'batch');
  const validationSplit = shareOption(args, 'validation-split');
  const trainSamples = integerOption(args, 'train-samples');
  return {
    ...(validationSplit !== undefined && { validationSplit }),
    ...(trainSamples !== undefined && { trainSamples }),
    ...(words !== undefined && { words }),
    ...(maxlen !== undefined && { maxlen }),
    ...(units !== undefined && { units }),
    ...(epochs !== undefined && { epochs }),
    ...(batchSize !== undefined && { batchSize }),
  };
}
