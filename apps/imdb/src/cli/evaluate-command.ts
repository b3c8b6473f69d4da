import type { SelectedBackend } from '@seqloom/backend';
import {
  checkOptions,
  eventLine,
  interruptible,
  MODEL_FILE_ARGS,
  type Options,
  type Terminal,
  textOption,
  threadsText,
  withModel,
} from '@seqloom/tasks/node';
import { evaluate } from '@seqloom/train';
import { type ArgsDef, type CommandDef, defineCommand } from 'citty';
import type { ReviewModel } from '../model-file.ts';
import { measuringBatches } from '../prepare-reviews.ts';
import { LOSS } from '../recipe.ts';
import { majorityAccuracy } from '../reviews.ts';
import { openModel } from './open-model.ts';
import { openReviews } from './open-reviews.ts';
import { SHARED_ARGS } from './shared-args.ts';

const ARGS: ArgsDef = { ...MODEL_FILE_ARGS, ...SHARED_ARGS };

/** `imdb evaluate`: measures a saved model on the test reviews. */
export function evaluateCommand(terminal: Terminal): CommandDef {
  return defineCommand({
    meta: { name: 'evaluate', description: 'Measure a saved model on the test reviews' },
    args: ARGS,
    run: ({ args }) =>
      interruptible(async (signal) => {
        checkOptions(args, ARGS);
        await withModel(args, openModel, (opened, backend) =>
          measure(opened, backend, args, terminal, signal),
        );
      }),
  });
}

async function measure(
  { model, tokenizer, form }: ReviewModel,
  backend: SelectedBackend,
  args: Options,
  terminal: Terminal,
  signal: AbortSignal,
): Promise<void> {
  const { name: dataset, test } = await openReviews(textOption(args, 'data') ?? 'bundled', {
    terminal,
    signal,
  });
  const begin = performance.now();
  const batches = measuringBatches(form, tokenizer, test);
  const { loss, accuracy } = await evaluate(model, batches, { loss: LOSS, metrics: ['accuracy'], signal });
  const result = {
    model: form.recipe,
    dataset,
    backend: backend.name,
    threads: backend.threads,
    testSamples: batches.samples,
    seconds: (performance.now() - begin) / 1000,
    testLoss: loss!,
    testAccuracy: accuracy!,
    baselineAccuracy: majorityAccuracy(test.labels),
  };
  terminal.out(
    args.json === true
      ? eventLine('result', result)
      : `${result.model} on ${dataset}: test accuracy ${accuracy!.toFixed(4)} on ${result.testSamples} reviews ` +
          `(majority class: ${result.baselineAccuracy.toFixed(4)}), loss ${loss!.toFixed(4)}, ` +
          `${result.seconds.toFixed(1)} s (${backend.name}, ${threadsText(backend.threads)})\n`,
  );
}
