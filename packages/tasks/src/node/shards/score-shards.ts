import { createHash } from 'node:crypto';
import { open, readFile, realpath, rm, stat } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import { makeFolder } from '@seqloom/archives/node';
import { replaceFile, temporaryBeside, writeFileAtomically } from '@seqloom/train/node';
import { delimited, type TableRow } from '../../report/delimited.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { checkShardName, readShard } from './read-shard.ts';
import { ShardError, type ShardForm } from './shard-error.ts';
import { filesOf, filesOfShard, type ShardPlace } from './shard-files.ts';

/** What several files are answered with. */
export interface ScoreShardsOptions extends ShardForm {
  /** A path whose last part may have `*` and `?`. */
  readonly pattern: string;
  /** The folder of the answers. */
  readonly out: string;
  readonly shard: ShardPlace;
  /** The bytes of the model file: a folder holds answers of one model. */
  readonly model: Uint8Array;
  readonly terminal: Pick<Terminal, 'err'>;
  readonly predict: (texts: readonly string[], signal: AbortSignal) => Promise<readonly TableRow[]>;
}

/** What the answers of a folder are of. Every worker writes the same. */
const ABOUT = 'about.json';

/**
 * Answers for the texts of several files, one file of answers for each, of the same name and form. A file of answers is there as a whole
 * or not at all, and one that is there is not made again; so workers may be killed at any time, and started again with the same
 * words. The answers of a file depend on its bytes and the model alone.
 *
 * @throws RangeError for answers in the folder of the files; Error that names all files that could not be answered, once the others are;
 * the signal's reason when it is aborted
 */
export async function scoreShards(options: ScoreShardsOptions): Promise<void> {
  const { pattern, out, shard, terminal } = options;
  const all = await filesOf(pattern);
  for (const file of all) checkShardName(file);
  // Not `prepareOutputFolder`, which removes an empty folder again: another worker may have made it.
  await makeFolder(out).catch((cause: unknown) => {
    throw new Error(`--out: ${out} cannot be made (${(cause as Error).message}). Give another folder.`, {
      cause,
    });
  });
  await checkFolder(out, dirname(all[0]!));
  await checkAbout(options);
  const files = filesOfShard(all, shard);
  if (files.length === 0) {
    terminal.err(`shard ${shard.place}/${shard.of}: none of the ${all.length} files is its\n`);
    return;
  }
  const failures: ShardError[] = [];
  let finished = 0;
  for (const file of files) {
    const target = join(out, basename(file));
    if (await stat(target).catch(() => undefined)) {
      finished++;
      continue;
    }
    try {
      const texts = await scoreFile(file, target, options);
      terminal.err(`${file}: ${texts} answers\n`);
    } catch (error) {
      if (!(error instanceof ShardError)) throw error;
      failures.push(error);
      terminal.err(`${error.message}\n`);
    }
  }
  if (finished > 0) terminal.err(`${finished} of ${files.length} files were answered before\n`);
  if (failures.length === 0) return;
  const reasons = failures.map(({ message }) => (message.endsWith('.') ? message : `${message}.`));
  throw new Error(
    `${failures.length} of ${files.length} files have no answers: ${reasons.join(' ')} Repair them, and run again: only they will be read.`,
  );
}

/** @throws RangeError when the answers would go where the files are: each file would be taken for its own answers */
async function checkFolder(out: string, folder: string): Promise<void> {
  const place = await realpath(folder).catch(() => undefined); // a missing folder is reported with its file
  if (place !== (await realpath(out))) return;
  throw new RangeError(
    `--out: ${out} is the folder of the files of --in, and answers have the same names. Give another folder.`,
  );
}

/** @throws Error when the folder holds answers of another model or column */
async function checkAbout({ out, model, column }: ScoreShardsOptions): Promise<void> {
  const path = join(out, ABOUT);
  const about = { model: createHash('sha256').update(model).digest('hex'), column: column ?? null };
  const text = `${JSON.stringify(about)}\n`;
  const before = await readFile(path, 'utf8').catch(() => undefined);
  if (before === text) return;
  if (before !== undefined) {
    throw new Error(
      `--out: ${out} holds answers of another model or another --text (${ABOUT} says which). Give another folder, or remove this one.`,
    );
  }
  await writeFileAtomically(path, new TextEncoder().encode(text));
}

/** @returns the number of texts */
async function scoreFile(
  file: string,
  target: string,
  { predict, signal, ...form }: ScoreShardsOptions,
): Promise<number> {
  const temporary = await temporaryBeside(target);
  const toText = formOf(target);
  let line = 0;
  try {
    const handle = await open(temporary, 'wx');
    try {
      for await (const texts of readShard(file, { ...form, signal })) {
        const rows = await predict(texts, signal);
        const numbered = rows.map((row) => ({ line: ++line, ...row }));
        await handle.write(toText(numbered, line === numbered.length));
      }
      await handle.sync();
    } finally {
      await handle.close();
    }
    await replaceFile(temporary, target);
  } finally {
    await rm(temporary, { force: true });
  }
  return line;
}

/** Rows as text, by the end of the name; the first ones with the names of the columns. */
function formOf(path: string): (rows: readonly TableRow[], first: boolean) => string {
  const extension = extname(path).toLowerCase();
  if (extension === '.jsonl') return (rows) => rows.map((row) => `${JSON.stringify(row)}\n`).join('');
  const delimiter = extension === '.csv' ? ',' : '\t';
  return (rows, first) => {
    const text = delimited(rows, delimiter);
    return first ? text : text.slice(text.indexOf('\n') + 1);
  };
}
