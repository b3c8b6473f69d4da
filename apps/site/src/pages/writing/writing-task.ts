import { type Task, type WritingTypes, writingTask } from '@seqloom/tasks';

/** The task of the page. Its model files are those of the command of `apps/writing`. */
export const pageWritingTask: Task<WritingTypes> = writingTask({
  name: 'writing',
  holds: 'a model that writes',
  named: [],
});
