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
import type { Settings } from '../recipe.ts';
import { findRecipe, RECIPES } from '../recipes/catalog.ts';
import type { TrainedWeather } from '../run.ts';
import type { Task } from '../task.ts';
import { trainRecipe } from '../train-recipe.ts';
import { writeOutputs } from './outputs.ts';
import { runProgress } from './progress.ts';
import { resultEvent, resultText } from './result.ts';
import { SHARED_ARGS } from './shared-args.ts';
import { openChosenSource } from './source-options.ts';

const ARGS: ArgsDef = {
  model: {
    type: 'string',
    required: false, // asked for by the command itself, in its own words
    valueHint: 'NAME',
    description: `What to train: ${RECIPES.map(({ name }) => name).join(', ')}`,
  },
  ...SHARED_ARGS,
  target: { type: 'string', valueHint: 'COLUMN', description: 'What to forecast (the temperature)' },
  unit: { type: 'string', valueHint: 'TEXT', description: "The target's unit (from its name)" },
  lookback: { type: 'string', valueHint: 'N', description: 'Rows to look back' },
  step: { type: 'string', valueHint: 'N', description: 'Take every N-th row of them' },
  delay: {
    type: 'string',
    valueHint: 'N',
    description: 'Rows from the last one known to the one that is forecast',
  },
  calendar: {
    type: 'boolean',
    description: 'Give the hour and the day of the year as inputs (on, but for the data of the book)',
    negativeDescription: 'Do not give the hour and the day of the year',
  },
  epochs: { type: 'string', valueHint: 'N', description: 'Epochs, at most' },
  'steps-per-epoch': { type: 'string', valueHint: 'N', description: 'Batches an epoch (all windows once)' },
  batch: { type: 'string', valueHint: 'N', description: 'Windows a step' },
  patience: {
    type: 'string',
    valueHint: 'N',
    description: 'Epochs without a better validation error before training ends',
  },
  seed: { type: 'string', valueHint: 'N', description: 'Decides weights, order and dropout (1)' },
  out: { type: 'string', valueHint: 'DIR', description: 'Where to write model, history, charts and report' },
};

/** `weather train`: trains a recipe, measures it beside simple rules, and writes what was asked for. */
export function trainCommand(terminal: Terminal): CommandDef {
  return defineCommand({
    meta: { name: 'train', description: 'Train a model and measure it beside simple rules' },
    args: ARGS,
    run: ({ args }) => interruptible((signal) => train(args, terminal, signal)),
  });
}

async function train(args: Options, terminal: Terminal, signal: AbortSignal): Promise<void> {
  checkOptions(args, ARGS);
  const recipe = findRecipe(requiredText(args, 'model', '--model gru'));
  const task = chosenTask(args);
  const settings = chosenSettings(args);
  const seed = integerOption(args, 'seed', 0) ?? 1;
  const json = args.json === true;
  const out = textOption(args, 'out');
  const compute = backendOptions(args);
  // everything that can be refused is refused before the long part
  if (out !== undefined) await prepareOutputFolder(out);
  const source = await openChosenSource(args, textOption(args, 'data') ?? 'bundled', { terminal, signal });
  const backend = await openBackend(compute);
  const progress = runProgress(terminal, json);
  let trained: TrainedWeather | undefined;
  try {
    trained = await trainRecipe(recipe, { backend, source, task, settings, seed, progress, signal });
    progress.close();
    if (out !== undefined) await writeOutputs(out, trained);
    terminal.out(json ? resultEvent(trained.result) : resultText(trained.result, out));
  } finally {
    progress.close();
    trained?.model.dispose();
    await backend.dispose();
  }
}

function chosenTask(args: Options): Partial<Task> {
  const target = textOption(args, 'target');
  const unit = textOption(args, 'unit');
  const lookback = integerOption(args, 'lookback');
  const step = integerOption(args, 'step');
  const delay = integerOption(args, 'delay', 0);
  const { calendar } = args;
  return {
    ...(target !== undefined && { target }),
    ...(unit !== undefined && { unit }),
    ...(lookback !== undefined && { lookback }),
    ...(step !== undefined && { step }),
    ...(delay !== undefined && { delay }),
    ...(typeof calendar === 'boolean' && { calendar }),
  };
}

function chosenSettings(args: Options): Partial<Settings> {
  const epochs = integerOption(args, 'epochs');
  const stepsPerEpoch = integerOption(args, 'steps-per-epoch');
  const batchSize = integerOption(args, 'batch');
  const patience = integerOption(args, 'patience');
  return {
    ...(epochs !== undefined && { epochs }),
    ...(stepsPerEpoch !== undefined && { stepsPerEpoch }),
    ...(batchSize !== undefined && { batchSize }),
    ...(patience !== undefined && { patience }),
  };
}
