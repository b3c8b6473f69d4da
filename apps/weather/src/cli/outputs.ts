import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeFolder } from '@seqloom/app-shell';
import { saveToFile } from '@seqloom/train/node';
import type { TrainedWeather } from '../run.ts';

/** Writes `model.safetensors`, `history.json`, `index.html` and its charts, all or nothing. */
export async function writeOutputs(folder: string, trained: TrainedWeather): Promise<void> {
  const { result, model, form } = trained;
  await writeFolder(folder, async (staging) => {
    await saveToFile(model, join(staging, 'model.safetensors'), { attachments: { form } });
    await writeFile(join(staging, 'history.json'), `${JSON.stringify(result, undefined, 2)}\n`);
    return ['model.safetensors', 'history.json'];
  });
}
