import type { FilingTask } from '../task-of-file.ts';
import { textAttachments } from './text-attachments.ts';
import type { TextTypes } from './text-types.ts';

/**
 * What model files know of the task of any texts. Apart from the task, so that a program that opens, asks and saves models does not
 * load what trains them.
 */
export const ANY_TEXTS: FilingTask<TextTypes> = {
  name: 'classify',
  holds: 'a model of classes of texts',
  uses: ['evaluate', 'predict'],
  program: { name: 'seqloom', train: 'seqloom classify' },
  attachments: textAttachments,
};
