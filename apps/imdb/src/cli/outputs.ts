import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { curvesOf, curvesSVG } from '@seqloom/charts';
import { writeFolder } from '@seqloom/tasks/node';
import { saveToFile } from '@seqloom/train/node';
import { attachmentsOf } from '../model-file.ts';
import { reportPage } from '../report-page.ts';
import type { TrainedRecipe } from '../train-recipe.ts';

/** Writes `model.safetensors`, `history.json`, `curves.svg` and `index.html`, all or nothing. */
export async function writeOutputs(folder: string, trained: TrainedRecipe): Promise<void> {
  const { result, model } = trained;
  await writeFolder(folder, async (staging) => {
    await saveToFile(model, join(staging, 'model.safetensors'), {
      attachments: { ...attachmentsOf(trained) },
    });
    await writeFile(join(staging, 'history.json'), `${JSON.stringify(result, undefined, 2)}\n`);
    const title = `${result.model} on ${result.dataset}`;
    await writeFile(join(staging, 'curves.svg'), curvesSVG(curvesOf(result.history), { title }));
    await writeFile(join(staging, 'index.html'), reportPage([result]));
    return ['model.safetensors', 'history.json', 'curves.svg', 'index.html'];
  });
}
