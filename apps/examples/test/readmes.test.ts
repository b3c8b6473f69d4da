import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { BackendUnavailableError, selectBackend } from '@seqloom/backend';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { readmeBlocks } from '../../../tooling/commands/readme-blocks.mjs';
import { loadTable, ticketsTable } from './reader-files.ts';

const root = join(import.meta.dirname, '..', '..', '..');
const scratch = join(import.meta.dirname, 'readme-examples');
/** Pages whose every block is a program or goes on with one. */
const guides = readdirSync(join(root, 'docs'))
  .filter((name) => /^(?:first-|own-|from-|backends)/.test(name))
  .map((name) => `docs/${name}`);
const readmes = [
  'README.md',
  ...readdirSync(join(root, 'packages')).map((name) => `packages/${name}/README.md`),
  ...guides,
];
const markdownOf = (readme: string) => readFileSync(join(root, readme), 'utf8');
const isProgram = (code: string) =>
  /from '(?:@seqloom\/|seqloom)/.test(code) && !/from '(?:\.|vitest)/.test(code);

/** The blocks that are whole programs: they import packages of ours and no file beside them. */
function examples(readme: string): string[] {
  return readmeBlocks(markdownOf(readme))
    .map(({ code }) => code)
    .filter(isProgram);
}

const BEIJING = 'beijing_PRSA_2010-2014.csv.gz';
const data = process.env.SEQLOOM_DATA;

/** What an example wants that is not there: some read large data sets. */
function missingFor(code: string): string | undefined {
  if (code.includes(BEIJING) && !existsSync(join(data ?? '.', BEIJING)))
    return `SEQLOOM_DATA has no ${BEIJING}`;
  return code.includes("resolveDataset('imdb')") ? 'it downloads IMDB' : undefined;
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
  writeFileSync(join(scratch, 'tickets.csv'), ticketsTable());
  writeFileSync(join(scratch, 'load.csv'), loadTable());
  if (data !== undefined && existsSync(join(data, BEIJING)))
    symlinkSync(join(data, BEIJING), join(scratch, BEIJING));
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
    const missing = missingFor(code);
    test.skipIf(missing)(missing ? `${title}: skipped, ${missing}` : title, async () => {
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

describe('guides', () => {
  test('are there', () => expect(guides.length).toBeGreaterThanOrEqual(7));

  test.each(guides)('%s has no code that is not run', (guide) => {
    const blocks = readmeBlocks(markdownOf(guide));
    expect(blocks.length).toBeGreaterThan(0);
    for (const { code } of blocks) expect(isProgram(code), code).toBe(true);
    const languages = [...markdownOf(guide).matchAll(/^```(\w+)/gm)].map(([, language]) => language);
    // shell-blocks.test.ts reads commands; the beginnings of tables are those of the files that programs read; the worker runs below
    for (const language of languages) expect(['ts', 'sh', 'csv', 'js']).toContain(language);
  });

  test('show the beginnings of the tables that their programs read', () => {
    const shown = (guide: string) => markdownOf(guide).match(/^```csv\n([\s\S]*?)^```/m)![1]!;
    expect(ticketsTable().startsWith(shown('docs/own-texts.md'))).toBe(true);
    expect(loadTable().startsWith(shown('docs/own-series.md'))).toBe(true);
  });

  test('have a worker that trains what it is sent and answers with predictions', async () => {
    const blocks = [...markdownOf('docs/first-model.md').matchAll(/^```js\n([\s\S]*?)^```/gm)];
    expect(blocks).toHaveLength(1);
    const file = join(scratch, 'train.worker.js');
    writeFileSync(file, blocks[0]![1]!);
    const answers: { shape: number[] }[] = [];
    const worker: { onmessage?: (message: { data: object }) => Promise<void>; postMessage?: unknown } = {
      postMessage: (answer: { shape: number[] }) => answers.push(answer),
    };
    vi.stubGlobal('self', worker);
    try {
      await import(/* @vite-ignore */ file);
      const x = { data: Float32Array.of(1, 2, 3, 4), shape: [4, 1] };
      await worker.onmessage!({ data: { inputs: x, targets: x } });
      expect(answers.map(({ shape }) => shape)).toEqual([[4, 1]]);
    } finally {
      vi.unstubAllGlobals();
      await endBackend();
    }
  });
});
