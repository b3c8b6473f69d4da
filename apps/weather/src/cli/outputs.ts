import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeFolder } from '@seqloom/tasks/node';
import { saveToFile } from '@seqloom/train/node';
import { chartsOf } from '../charts.ts';
import { reportPage } from '../report-page.ts';
import type { TrainedWeather } from '../run.ts';

/** Writes `model.safetensors`, `history.json`, the charts and `index.html`, all or nothing. */
export async function writeOutputs(folder: string, trained: TrainedWeather): Promise<void> {
  const { result, model, form } = trained;
  await writeFolder(folder, async (staging) => {
    await saveToFile(model, join(staging, 'model.safetensors'), { attachments: { form } });
    await writeFile(join(staging, 'history.json'), `${JSON.stringify(result, undefined, 2)}\n`);
    const charts = chartsOf(trained);
    for (const { file, svg } of charts) await writeFile(join(staging, file), svg);
    await writeFile(join(staging, 'index.html'), reportPage([trained]));
    return ['model.safetensors', 'history.json', ...charts.map(({ file }) => file), 'index.html'];
  });
}
