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
import { type ArgsDef, type CommandDef, defineCommand } from 'citty';
import type { ReviewModel } from '../model-file.ts';
import { scoreReviews } from '../score-reviews.ts';
import { readLines } from './lines.ts';
import { openModel } from './open-model.ts';
import { SHARED_ARGS } from './shared-args.ts';

const ARGS: ArgsDef = {
  'model-file': {
    type: 'string',
    valueHint: 'FILE',
    description: 'A model.safetensors that train --out wrote',
  },
  backend: SHARED_ARGS.backend,
  threads: SHARED_ARGS.threads,
};

/** `imdb predict`: a review a line on the standard input, a JSON line with its score on the standard output. */
export function predictCommand(terminal: Terminal): CommandDef {
  return defineCommand({
    meta: { name: 'predict', description: 'Score the reviews on standard input, one a line' },
    args: ARGS,
    run: ({ args }) => interruptible((signal) => answer(args, terminal, signal)),
  });
}

async function answer(args: Options, terminal: Terminal, signal: AbortSignal): Promise<void> {
  checkOptions(args, ARGS);
  const file = requiredText(args, 'model-file', '--model-file out/model.safetensors');
  const threads = integerOption(args, 'threads');
  const backend = await openBackend({ name: textOption(args, 'backend'), threads });
  let opened: ReviewModel | undefined;
  try {
    opened = await openModel(file);
    let line = 0;
    // a person's line is answered at once; a file's lines come, and are answered, many at a time
    for await (const reviews of readLines(terminal.input, signal)) {
      for (const score of await scoreReviews(opened, reviews, signal)) {
        line++;
        terminal.out(`${JSON.stringify({ line, score, label: score > 0.5 ? 'positive' : 'negative' })}\n`);
      }
    }
  } finally {
    opened?.model.dispose();
    await backend.dispose();
  }
}
