import {
  backendOptions,
  checkOptions,
  eventLine,
  interruptible,
  type Options,
  openBackend,
  prepareOutputFolder,
  type Terminal,
  textOption,
} from '@seqloom/tasks/node';
import { type ArgsDef, type CommandDef, defineCommand } from 'citty';
import { coverageText, type WordVectorSource } from '../pretrained-matrix.ts';
import { findRecipe, RECIPES } from '../recipes/catalog.ts';
import { runSweep } from '../run-sweep.ts';
import { type SweepGrid, type SweepSetting, sweepSettings } from '../sweep-grid.ts';
import { type SweepGroup, summarizeSweep } from '../sweep-summary.ts';
import type { TrainingResult } from '../train-recipe.ts';
import { integerListOption, listOption } from './list-options.ts';
import { openReviews } from './open-reviews.ts';
import { BUNDLED_VECTORS, openVectors } from './open-vectors.ts';
import { chosenSettings, SETTINGS_ARGS } from './settings-options.ts';
import { SHARED_ARGS } from './shared-args.ts';
import { writeSweep } from './sweep-outputs.ts';
import { sweepText } from './sweep-text.ts';

const ARGS: ArgsDef = {
  models: {
    type: 'string',
    valueHint: 'NAME,…',
    description: `What to compare (glove,learned): ${RECIPES.map(({ name }) => name).join(', ')}`,
  },
  ...SHARED_ARGS,
  'train-samples': {
    type: 'string',
    valueHint: 'N,…',
    description: 'Numbers of training reviews (100,200,400,800)',
  },
  vectors: {
    type: 'string',
    valueHint: 'PATH|bundled,…',
    description: 'Word vectors for models that begin with pretrained ones (bundled)',
  },
  units: { type: 'string', valueHint: 'N,…', description: "Widths of the hidden layers (the model's)" },
  seeds: { type: 'string', valueHint: 'N,…', description: 'Every setting is trained with each (1,2,3)' },
  ...SETTINGS_ARGS,
  out: {
    type: 'string',
    valueHint: 'DIR',
    description: 'Where to write the table, the chart and the report',
  },
};

/** `imdb sweep`: trains every combination of models, amounts of data, vectors, units and seeds, and compares them. */
export function sweepCommand(terminal: Terminal): CommandDef {
  return defineCommand({
    meta: { name: 'sweep', description: 'Train a grid of settings and compare them' },
    args: ARGS,
    run: ({ args }) => interruptible((signal) => sweep(args, terminal, signal)),
  });
}

async function sweep(args: Options, terminal: Terminal, signal: AbortSignal): Promise<void> {
  checkOptions(args, ARGS);
  const grid = chosenGrid(args);
  const settings = sweepSettings(grid, chosenSettings(args));
  const compute = backendOptions(args);
  const out = textOption(args, 'out');
  const vectors = await openSources(settings);
  if (out !== undefined) await prepareOutputFolder(out);
  const reviews = await openReviews(textOption(args, 'data') ?? 'bundled', { terminal, signal });
  const backend = await openBackend(compute);
  const report = args.json === true ? jsonReport(terminal) : lineReport(terminal);
  try {
    const { seeds } = grid;
    const results = await runSweep({
      backend,
      reviews,
      settings,
      seeds,
      vectors,
      signal,
      onRun: report.run,
    });
    const groups = summarizeSweep(results);
    if (out !== undefined) await writeSweep(out, results, groups);
    report.end(results, groups, out);
  } finally {
    await backend.dispose();
  }
}

function chosenGrid(args: Options): SweepGrid {
  const recipes = (listOption(args, 'models') ?? ['glove', 'learned']).map((name) =>
    findRecipe(name, '--models'),
  );
  const vectors = listOption(args, 'vectors');
  if (vectors && !recipes.some(({ pretrained }) => pretrained)) {
    throw new RangeError('--vectors: these models learn their own. Leave it out, or add glove to --models.');
  }
  return {
    recipes,
    trainSamples: integerListOption(args, 'train-samples') ?? [100, 200, 400, 800],
    vectors: vectors ?? [BUNDLED_VECTORS],
    units: integerListOption(args, 'units') ?? [],
    seeds: integerListOption(args, 'seeds', 0) ?? [1, 2, 3],
  };
}

async function openSources(settings: readonly SweepSetting[]): Promise<Map<string, WordVectorSource>> {
  const sources = new Map<string, WordVectorSource>();
  for (const { vectors } of settings) {
    if (vectors !== undefined) sources.set(vectors, await openVectors(vectors));
  }
  return sources;
}

interface SweepReport {
  run(result: TrainingResult, done: number, total: number): void;
  end(results: readonly TrainingResult[], groups: readonly SweepGroup[], out: string | undefined): void;
}

/** JSON lines: `run` for each run, then `result` with the means. */
function jsonReport(terminal: Terminal): SweepReport {
  const write = (event: string, data: object) => terminal.out(eventLine(event, data));
  return {
    run: ({ history: _, ...result }, done, total) => write('run', { done, total, ...result }),
    end: ([first], groups) =>
      write('result', { dataset: first!.dataset, baselineAccuracy: first!.baselineAccuracy, groups }),
  };
}

/** A line a run, then the table. */
function lineReport(terminal: Terminal): SweepReport {
  return {
    run(
      { model, vectors, vectorCoverage, trainSamples, settings, seed, testAccuracy, seconds },
      done,
      total,
    ) {
      const about = [
        `${model}${vectors === undefined ? '' : ` (${vectors})`}`,
        `${trainSamples} reviews`,
        ...(settings.units === undefined ? [] : [`${settings.units} units`]),
        `seed ${seed}`,
      ];
      const coverage = vectorCoverage ? `, ${coverageText(vectorCoverage)}` : '';
      terminal.err(
        `${done}/${total}  ${about.join(', ')}: test accuracy ${testAccuracy.toFixed(4)}, ${seconds.toFixed(1)} s${coverage}\n`,
      );
    },
    end: (results, groups, out) => terminal.out(sweepText(results, groups, out)),
  };
}
