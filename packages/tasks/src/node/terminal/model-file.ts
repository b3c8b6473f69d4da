import { readFile, stat } from 'node:fs/promises';
import { ModelFileError, save } from '@seqloom/train';
import { loadFromFile } from '@seqloom/train/node';
import { attachmentsIn, metadataOf } from '../../attached-to-file.ts';
import type { Task } from '../../task.ts';
import {
  attachmentsOf,
  type FilingTask,
  kindOfForm,
  programOf,
  type TaskOfFile,
  taskOf,
} from '../../task-of-file.ts';
import type { TaskTypes } from '../../task-types.ts';

/**
 * Reads a model that `train --out` of a task wrote.
 *
 * @throws ModelFileError when the file is damaged or something else: its name, what it is, what was expected, what to
 * do; Error when there is none
 */
export async function readModelFile<T extends TaskTypes>(path: string, task: Task<T>): Promise<T['model']> {
  const kind = await stat(path).catch(() => undefined);
  if (!kind?.isFile()) {
    throw new Error(
      `--model-file: ${path} is no file. Give the model.safetensors that a training with --out wrote.`,
    );
  }
  try {
    const loaded = await loadFromFile(path, task.loadOptions);
    const writer = taskOf(loaded.attachments);
    if (!writer || writer.name === task.name) return task.open(loaded, path);
    loaded.model.dispose();
    loaded.optimizer?.dispose();
    throw new ModelFileError(`${path} is of the task ${writer.name}.`);
  } catch (error) {
    if (!(error instanceof ModelFileError)) throw error;
    const other = await otherContent(path, task.name);
    const { train } = programOf(task);
    const wish = `the model.safetensors that ${train} --out wrote`;
    const problem = other
      ? `${path}: ${other.what}; expected ${task.holds}. ${other.advice ?? `Give ${wish}`}, or train one with ${train} ${task.choose ? '' : '--model NAME '}--out DIR.`
      : `${error.message.replace('model file: ', '')} Expected ${task.holds}: give ${wish}.`;
    throw new ModelFileError(problem, { cause: error });
  }
}

/** The bytes of the file that a model was read from; of one that was not, those of the file that it would be written to. */
export async function modelBytes<T extends TaskTypes>(
  path: string | undefined,
  task: FilingTask<T>,
  model: T['model'],
): Promise<Uint8Array> {
  return path === undefined ? save(model.model, { attachments: attachmentsOf(task, model) }) : readFile(path);
}

interface OtherContent {
  readonly what: string;
  /** What to do with it, where there is something. */
  readonly advice?: string;
}

/** The first byte of a safetensors file's header, `{`, and where it stands. */
const BRACE = 0x7b;
const HEADER_START = 8;

/** What a file holds in place of a task's model; undefined when it is the task's own, or damaged. */
async function otherContent(path: string, name: string): Promise<OtherContent | undefined> {
  const { buffer, byteOffset, byteLength } = await readFile(path);
  const bytes = new Uint8Array(buffer, byteOffset, byteLength);
  if (bytes[HEADER_START] !== BRACE) return { what: 'no safetensors file' };
  const metadata = metadataOf(bytes);
  if (!metadata) return undefined;
  const writer = writerOf(metadata);
  if (writer && writer.name !== name) {
    const program = programOf(writer);
    return {
      what: `${writer.holds} that ${program.name} wrote`,
      advice: `Use it with ${writer.uses.map((use) => `${program.name} ${use}`).join(' or ')}`,
    };
  }
  if (metadata.get('format') === 'seqloom-word-vectors') {
    return { what: 'word vectors', advice: 'Give them to pnpm imdb train --vectors' };
  }
  return metadata.has('seqloom.model') ? undefined : { what: 'tensors without a model' };
}

function writerOf(metadata: ReadonlyMap<string, string>): TaskOfFile | undefined {
  const attached = attachmentsIn(metadata);
  return attached && taskOf(attached);
}

/** Whose model a file is and of what kind; undefined where it does not say it, or cannot be read. */
export async function taskOfModelFile(
  path: string,
): Promise<{ readonly name: string; readonly kind: NonNullable<ReturnType<typeof kindOfForm>> } | undefined> {
  const bytes = await readFile(path).catch(() => undefined);
  const attached = bytes && attachmentsIn(metadataOf(bytes));
  const [name, kind] = attached ? [taskOf(attached)?.name, kindOfForm(attached)] : [];
  return name !== undefined && kind !== undefined ? { name, kind } : undefined;
}
