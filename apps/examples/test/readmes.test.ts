import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BackendUnavailableError, selectBackend } from '@seqloom/backend';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';

const root = join(import.meta.dirname, '..', '..', '..');
const scratch = join(import.meta.dirname, 'readme-examples');
const readmes = [
  'README.md',
  ...readdirSync(join(root, 'packages')).map((name) => `packages/${name}/README.md`),
];

/** The ```ts blocks that are whole programs: they import packages of ours and no file beside them. */
function examples(readme: string): string[] {
  const blocks = readFileSync(join(root, readme), 'utf8').matchAll(/^```ts\n(.*?)^```$/gms);
  return [...blocks]
    .map(([, code]) => code!)
    .filter((code) => /from '(?:@seqloom\/|seqloom)/.test(code) && !/from '(?:\.|vitest)/.test(code));
}

/** Ends the backend in use with the tensors that examples keep. Those of one README go on where the one before ended. */
async function endBackend(): Promise<void> {
  try {
    const { threads } = await selectBackend();
    // Selections that an example keeps share the backend; one that does not fit replaces it, and is the only one then.
    await (await selectBackend({ threads: threads + 1, replace: true })).dispose();
  } catch (error) {
    if (!(error instanceof BackendUnavailableError)) throw error; // no example has registered one so far
  }
}

// They need a home in which every package resolves, and which takes the files they write.
const home = process.cwd();
beforeAll(() => {
  mkdirSync(scratch, { recursive: true });
  process.chdir(scratch);
});
afterAll(() => {
  process.chdir(home);
  rmSync(scratch, { recursive: true, force: true });
});

describe.each(readmes)('%s', (readme) => {
  afterAll(endBackend);
  test('is there', () => expect(existsSync(join(root, readme))).toBe(true));

  for (const [i, code] of examples(readme).entries()) {
    const title = `example ${i + 1} runs as written`;
    // Some examples read files that users bring.
    const needsData = /(?:@seqloom\/(?:archives|datasets|timeseries)|seqloom)\/node/.test(code);
    test.skipIf(needsData)(needsData ? `${title}: skipped, it reads a data set` : title, async () => {
      const file = join(scratch, `${readme.replaceAll('/', '-')}-${i + 1}.ts`);
      writeFileSync(file, code);
      const printed = vi.spyOn(console, 'log').mockImplementation(() => {});
      try {
        await import(/* @vite-ignore */ file);
        expect(printed).toHaveBeenCalled();
      } finally {
        printed.mockRestore();
      }
    });
  }
});
