import { attachmentsOf, bytesText, type Task, type TaskTypes } from '@seqloom/tasks';
import { load, save } from '@seqloom/train';
import { readModel } from '../storage/models.ts';
import type { ModelSource, TrainingKind } from './messages.ts';
import { messageOf, ProblemError } from './problem.ts';
import type { ServedTraining } from './serve-training.ts';

/** The largest file that is read as a model; those of this site have some megabytes. */
const MOST_BYTES = 250e6;

/** A model as a file, which this site, the command line and the classes of `seqloom/models` read. */
export function modelFile<T extends TaskTypes>(
  task: Task<T>,
  model: T['model'],
): Promise<Uint8Array<ArrayBuffer>> {
  return save(model.model, { attachments: attachmentsOf(task, model) });
}

/**
 * Opens a model.
 *
 * @param backend what computes, once it is started; the file is read meanwhile
 * @throws ProblemError with the place `file` for a file that is no model, damaged, too large or of another task
 */
export async function openModel<K extends TrainingKind>(
  { task: loadTask, bundled = {} }: Pick<ServedTraining<K>, 'task' | 'bundled'>,
  source: ModelSource,
  backend: Promise<unknown>,
): Promise<K['types']['model']> {
  backend.catch(() => {}); // it is awaited when the file is there
  if (source.from === 'site') {
    const open = bundled[source.name];
    if (open) {
      const ready = await open();
      await backend;
      return ready();
    }
    throw new ProblemError({
      place: 'file',
      message: `There is no model ${source.name} on this site.`,
      advice: '',
    });
  }
  const name = source.from === 'file' ? source.name : 'The stored model';
  const bytes = source.from === 'file' ? await bytesOf(source.file, name) : await readModel(source.id);
  if (!bytes) {
    throw new ProblemError({
      place: 'file',
      message: 'The model is no longer stored in this browser.',
      advice: 'Train it again, or open its file.',
    });
  }
  const task = await loadTask();
  await backend;
  try {
    return task.open(load(bytes, task.loadOptions), name);
  } catch (error) {
    const message = `${name} cannot be opened as ${task.holds}: ${messageOf(error)}`;
    const advice = 'Open a file that this page, the seqloom command or save() of such a model wrote.';
    throw new ProblemError({ place: 'file', message, advice }, { cause: error });
  }
}

async function bytesOf(file: Blob, name: string): Promise<Uint8Array> {
  if (file.size <= MOST_BYTES) return new Uint8Array(await file.arrayBuffer());
  throw new ProblemError({
    place: 'file',
    message: `${name} has ${bytesText(file.size)}, expected at most ${bytesText(MOST_BYTES)}.`,
    advice: 'Open the file of a model.',
  });
}
