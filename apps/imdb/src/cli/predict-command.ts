import {
  BACKEND_ARGS,
  checkOptions,
  interruptible,
  MODEL_FILE_ARGS,
  type Terminal,
  withModel,
} from '@seqloom/tasks/node';
import { type ArgsDef, type CommandDef, defineCommand } from 'citty';
import type { ReviewModel } from '../model-file.ts';
import { scoreReviews } from '../score-reviews.ts';
import { readLines } from './lines.ts';
import { openModel } from './open-model.ts';

const ARGS: ArgsDef = { ...MODEL_FILE_ARGS, ...BACKEND_ARGS };

/** `imdb predict`: a review a line on the standard input, a JSON line with its score on the standard output. */
export function predictCommand(terminal: Terminal): CommandDef {
  return defineCommand({
    meta: { name: 'predict', description: 'Score the reviews on standard input, one a line' },
    args: ARGS,
    run: ({ args }) =>
      interruptible(async (signal) => {
        checkOptions(args, ARGS);
        await withModel(args, openModel, (opened) => answer(opened, terminal, signal));
      }),
  });
}

async function answer(opened: ReviewModel, terminal: Terminal, signal: AbortSignal): Promise<void> {
  let line = 0;
  // a person's line is answered at once; a file's lines come, and are answered, many at a time
  for await (const reviews of readLines(terminal.input, signal)) {
    for (const { score, knownWords } of await scoreReviews(opened, reviews, signal)) {
      line++;
      const label = knownWords === 0 ? 'unknown' : score > 0.5 ? 'positive' : 'negative';
      terminal.out(`${JSON.stringify({ line, score: Number(score.toFixed(4)), label, knownWords })}\n`);
    }
  }
}
