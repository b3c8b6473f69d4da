import { flagOf } from '../../options/command-option.ts';
import type { TableRow } from '../../report/delimited.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { TEXT_FILE_OPTIONS, type TextFileOptions } from '../text-file-options.ts';
import { scoreShards } from './score-shards.ts';
import { shardPlace } from './shard-files.ts';

/** What was typed about several files. */
export interface PredictShardsOptions {
  readonly pattern: string | undefined;
  readonly out: string | undefined;
  readonly shard: string | undefined;
  readonly form: TextFileOptions;
  readonly terminal: Pick<Terminal, 'err'>;
  readonly signal: AbortSignal;
}

/** Answers texts by a model, which its bytes tell from others. */
type Answer = (
  model: Uint8Array,
  predict: (texts: readonly string[]) => Promise<readonly TableRow[]>,
) => Promise<void>;

/**
 * Checks what was typed before the model is opened, and answers.
 *
 * @param open opens the model and hands it over
 * @throws RangeError for an option that is missing, or belongs to a single file
 */
export async function predictShards(
  { pattern, out, shard = '1/1', form, terminal, signal }: PredictShardsOptions,
  open: (answer: Answer) => Promise<void>,
): Promise<void> {
  if (pattern === undefined)
    throw new RangeError("--shard: is about the files of --in. Give --in 'shard-*.jsonl'.");
  if (out === undefined)
    throw new RangeError('--out: is missing. Give the folder of the answers, for instance --out answers.');
  const place = shardPlace(shard);
  const { text: column, ...others } = form;
  const [other] = Object.keys(others) as (keyof typeof others)[];
  if (other !== undefined) {
    throw new RangeError(
      `--${flagOf(other, TEXT_FILE_OPTIONS[other])}: is for one file. Several are read as UTF-8 by the ends of their names.`,
    );
  }
  await open((model, predict) =>
    scoreShards({ pattern, out, shard: place, model, column, terminal, signal, predict }),
  );
}
