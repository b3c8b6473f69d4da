import { randomUUID } from 'node:crypto';
import { access, constants, mkdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { curvesOf, curvesSVG } from '@seqloom/charts';
import { saveToFile } from '@seqloom/train/node';
import { attachmentsOf } from '../model-file.ts';
import { reportPage } from '../report-page.ts';
import type { TrainedRecipe } from '../train-recipe.ts';

/**
 * Makes sure, before a long run, that its files can be written.
 *
 * @throws Error in one line when they cannot
 */
export async function prepareOutputFolder(folder: string): Promise<void> {
  const kind = await stat(folder).catch(() => undefined);
  if (kind && !kind.isDirectory()) throw new Error(`--out: ${folder} is a file. Give a folder.`);
  const place = kind ? folder : dirname(resolve(folder));
  try {
    await mkdir(place, { recursive: true });
    await access(place, constants.W_OK);
  } catch (cause) {
    throw new Error(`--out: ${folder} cannot be written to. Give another folder.`, { cause });
  }
}

/**
 * Writes `model.safetensors`, `history.json`, `curves.svg` and `index.html`. All of them are complete before the first
 * takes its place; when something fails, the folder is as it was.
 */
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

/**
 * Has files written into a new folder beside the wanted one and then moves them there, one rename each.
 *
 * @param write writes into the folder it is given and returns the names
 */
export async function writeFolder(
  folder: string,
  write: (staging: string) => Promise<readonly string[]>,
): Promise<void> {
  const staging = `${resolve(folder)}.${randomUUID()}.tmp`;
  try {
    await mkdir(staging, { recursive: true });
    const names = await write(staging);
    await mkdir(folder, { recursive: true });
    for (const name of names) await rename(join(staging, name), join(folder, name));
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}
