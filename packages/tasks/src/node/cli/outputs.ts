import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { saveToFile } from '@seqloom/train/node';
import { reportPage } from '../../report/report-page.ts';
import type { Task, TaskTypes, Trained } from '../../task.ts';
import { attachmentsOf } from '../../task-of-file.ts';
import { writeFolder } from '../terminal/output-folder.ts';

/** Writes `model.safetensors`, `history.json`, the charts and `index.html`, all or nothing. */
export async function writeOutputs<T extends TaskTypes>(
  folder: string,
  task: Task<T>,
  trained: Trained<T>,
): Promise<void> {
  await writeFolder(folder, async (staging) => {
    await saveToFile(trained.model.model, join(staging, 'model.safetensors'), {
      attachments: attachmentsOf(task, trained.model),
    });
    const files: [name: string, text: string][] = [
      ['history.json', `${JSON.stringify(trained.result, undefined, 2)}\n`],
      ...trained
        .charts()
        .flatMap(({ file, svg }) => (file === undefined ? [] : [[file, svg] as [string, string]])),
      ['index.html', reportPage(task, [trained])],
    ];
    for (const [name, text] of files) await writeFile(join(staging, name), text);
    return ['model.safetensors', ...files.map(([name]) => name)];
  });
}
