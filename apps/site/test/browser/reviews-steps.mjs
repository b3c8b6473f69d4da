// What a visitor of the reviews does.
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { transformWithOxc } from 'vite';

export const button = (page, name) => page.getByRole('button', { name, exact: true });

export const reviewField = (page) => page.getByLabel('A review of your own');

/** Waits for what the training says of itself. */
export async function untilStatus(page, pattern, timeout = 60_000) {
  await page
    .locator('.training-status')
    .getByText(pattern)
    .first()
    .waitFor({ timeout })
    .catch(async () => {
      const text = await page.locator('.training-status').first().textContent();
      throw new Error(`reviews: expected ${pattern}, the page says: ${text}`);
    });
}

export const digestOf = (page) => page.locator('.digest code').textContent();

/** Gives a file to the control with a button of this name. */
export async function fileOf(page, name, file, content) {
  const input = page
    .locator('.file-drop', { has: page.getByRole('button', { name, exact: true }) })
    .locator('input');
  await input.setInputFiles({
    name: file,
    mimeType: 'application/octet-stream',
    buffer: Buffer.from(content),
  });
}

/** Runs the code that the page shows, in a process of Node: what it prints, and the digest of the weights. */
export async function runCopiedCode(source) {
  // below the folder of the site, from which `seqloom` is found
  const folder = await mkdtemp(join(import.meta.dirname, 'copied-'));
  try {
    const { code } = await transformWithOxc(source, 'copied.ts');
    await writeFile(join(folder, 'copied.mjs'), code);
    const { stdout } = await promisify(execFile)(process.execPath, ['copied.mjs'], { cwd: folder });
    return { text: stdout, digest: stdout.match(/weights ([0-9a-f]{64})/)?.[1] };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
