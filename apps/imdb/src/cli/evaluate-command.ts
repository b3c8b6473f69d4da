import {
  checkOptions,
  integerOption,
  interruptible,
  type Options,
  openBackend,
  requiredText,
  type Terminal,
  textOption,
} from '@seqloom/app-shell';
import { evaluate } from '@seqloom/train';
import { type ArgsDef, type CommandDef, defineCommand } from 'citty';
import type { ReviewModel } from '../model-file.ts';
import { measuringBatches } from '../prepare-reviews.ts';
import { LOSS } from '../recipe.ts';
import { majorityAccuracy } from '../reviews.ts';
import { openModel } from './open-model.ts';
import { openReviews } from './open-reviews.ts';
import { threadsText } from './result.ts';
import { SHARED_ARGS } from './shared-args.ts';

const ARGS: ArgsDef = {
  'model-file': {
    type: 'string',
    valueHint: 'FILE',
    description: 'A model.safetensors that train --out wrote',
  },
  ...SHARED_ARGS,
};

/** `imdb evaluate`: measures a saved model on the test reviews. */
export function evaluateCommand(terminal: Terminal): CommandDef {
  return defineCommand({
    meta: { name: 'evaluate', description: 'Measure a saved model on the test reviews' },
    args: ARGS,
    run: ({ args }) => interruptible((signal) => measure(args, terminal, signal)),
  });
}

async function measure(args: Options, terminal: Terminal, signal: AbortSignal): Promise<void> {
  checkOptions(args, ARGS);
  const file = requiredText(args, 'model-file', '--model-file out/model.safetensors');
  const threads = integerOption(args, 'threads');
  const { name: dataset, test } = await openReviews(textOption(args, 'data') ?? 'bundled', {
    terminal,
    signal,
  });
  const backend = await openBackend({ name: textOption(args, 'backend'), threads });
  let opened: ReviewModel | undefined;
  try {
    opened = await openModel(file);
    const { model, tokenizer, form } = opened;
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
        ? `${JSON.stringify({ event: 'result', ...result })}\n`
        : `${result.model} on ${dataset}: test accuracy ${accuracy!.toFixed(4)} on ${result.testSamples} reviews ` +
            `(majority class: ${result.baselineAccuracy.toFixed(4)}), loss ${loss!.toFixed(4)}, ` +
            `${result.seconds.toFixed(1)} s (${backend.name}, ${threadsText(backend.threads)})\n`,
    );
  } finally {
    opened?.model.dispose();
    await backend.dispose();
  }
}
