import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { saveToFile } from '@seqloom/train/node';
import { historyCsv } from '../../report/history-csv.ts';
import { networkPicture } from '../../report/network-details.ts';
import { reportPage } from '../../report/report-page.ts';
import type { Trained } from '../../run.ts';
import type { Task } from '../../task.ts';
import { attachmentsOf } from '../../task-of-file.ts';
import type { TaskTypes } from '../../task-types.ts';
import { environmentFacts } from '../terminal/environment.ts';
import { writeFolder } from '../terminal/output-folder.ts';

/** Writes the file of a trained model. */
export function saveTrained<T extends TaskTypes>(
  path: string,
  task: Task<T>,
  { model }: Trained<T>,
): Promise<void> {
  return saveToFile(model.model, path, { attachments: attachmentsOf(task, model) });
}

/** Writes `model.safetensors`, `history.json`, `history.csv`, the charts and `index.html`, all or nothing. */
export async function writeOutputs<T extends TaskTypes>(
  folder: string,
  task: Task<T>,
  trained: Trained<T>,
): Promise<void> {
  await writeFolder(folder, async (staging) => {
    await saveTrained(join(staging, 'model.safetensors'), task, trained);
    const files: [name: string, text: string][] = [
      ['history.json', `${JSON.stringify(trained.result, undefined, 2)}\n`],
      ['network.svg', networkPicture(trained.network, `Layers of ${trained.result.model}`)],
      ...trained
        .charts()
        .flatMap(({ file, svg }) => (file === undefined ? [] : [[file, svg] as [string, string]])),
      ['history.csv', historyCsv(trained.result.history)],
      ['index.html', reportPage(task, [trained], { environment: environmentFacts() })],
    ];
    for (const [name, text] of files) await writeFile(join(staging, name), text);
    return ['model.safetensors', ...files.map(([name]) => name)];
  });
}
