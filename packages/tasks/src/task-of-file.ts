import type { Task, TaskProgram } from './task.ts';
import type { TaskTypes } from './task-types.ts';

/** The name under which a model file says whose it is. */
const TASK_ATTACHMENT = 'task';

/** What a model file says of the task that wrote it. */
export interface TaskOfFile {
  readonly name: string;
  readonly holds: string;
  readonly uses: readonly string[];
  readonly program?: TaskProgram;
}

/** The part of a task that its model files know. */
export type FilingTask<T extends TaskTypes> = Pick<
  Task<T>,
  'name' | 'holds' | 'uses' | 'program' | 'attachments'
>;

/** The tasks of files that were written before files named theirs, by the class that only they have. */
const BEFORE: Readonly<Record<string, TaskOfFile>> = {
  ReviewForm: { name: 'imdb', holds: 'a model of film reviews', uses: ['evaluate', 'predict'] },
  SeriesForm: { name: 'weather', holds: 'a model of weather', uses: ['evaluate', 'forecast'] },
};

/** What goes into a model file: what the task attaches, and the task itself. */
export function attachmentsOf<T extends TaskTypes>(
  task: FilingTask<T>,
  model: T['model'],
): Record<string, unknown> {
  const { name, holds, uses, program } = task;
  const about: TaskOfFile = { name, holds, uses, ...(program && { program }) };
  return { ...task.attachments(model), [TASK_ATTACHMENT]: about };
}

/** The program that uses files of a task, and the command that trains. */
export function programOf({ name, program }: Pick<TaskOfFile, 'name' | 'program'>): TaskProgram {
  return program ?? { name: `pnpm ${name}`, train: `pnpm ${name} train` };
}

/** What kind of model a file holds, by the form of its inputs; undefined for another one. */
export function kindOfForm(
  attachments: ReadonlyMap<string, unknown>,
): 'texts' | 'series' | 'panel' | undefined {
  const form = attachments.get('form') as
    | { readonly className?: unknown; readonly kind?: unknown }
    | undefined;
  const { className, kind } = form ?? {};
  if (className === 'TextForm' || className === 'ReviewForm') return 'texts';
  if (kind === 'panel') return 'panel';
  return className === 'SeriesForm' ? 'series' : undefined;
}

/** The task that wrote a file; undefined when the file does not say it. */
export function taskOf(attachments: ReadonlyMap<string, unknown>): TaskOfFile | undefined {
  const { name, holds, uses, program } = (attachments.get(TASK_ATTACHMENT) ?? {}) as Partial<TaskOfFile>;
  if (isName(name) && isName(holds) && Array.isArray(uses) && uses.every(isName)) {
    const known = isName(program?.name) && isName(program.train);
    return { name, holds, uses, ...(known && { program }) };
  }
  const { className } = (attachments.get('form') ?? {}) as { readonly className?: unknown };
  return typeof className === 'string' ? BEFORE[className] : undefined;
}

/** Whether a value is a text that a message of one line can hold. */
function isName(value: unknown): value is string {
  return typeof value === 'string' && value.length <= 80 && !/[\r\n]/.test(value);
}
