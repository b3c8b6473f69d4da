import { spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { makeFolder } from '@seqloom/archives/node';
import type { SelectedBackend } from '@seqloom/backend';
import { openBackend } from '@seqloom/tasks/node';
import { openData } from '../data/open-data.ts';
import type { Facts, ListingContext } from '../listing.ts';
import { isBundled } from './chapter-data.ts';
import type { RowResult } from './results.ts';
import type { ChapterRow } from './row.ts';

/** How rows are run. */
export interface RowRunner {
  /** @param picturesFolder where pictures go; undefined for none */
  run(row: ChapterRow, seed: number, picturesFolder: string | undefined): Promise<RowResult>;
  dispose(): Promise<void>;
}

/** The folder of the apps. */
const APPS = new URL('../../../', import.meta.url);

/**
 * Runs listings in this process, on one backend and on data that are read once, and commands in processes of their own.
 *
 * @param log for the lines that listings print
 */
export async function rowRunner(log: (line: string) => void): Promise<RowRunner> {
  const data = { bundled: openData('bundled'), book: openData('book') };
  let backend: SelectedBackend | undefined;
  return {
    async run(row, seed, picturesFolder) {
      const begin = performance.now();
      const pictures = new Map<string, string>();
      let facts: Facts;
      let by: Pick<RowResult, 'backend' | 'threads'>;
      if ('listing' in row.run) {
        backend ??= await openBackend();
        by = { backend: backend.name, threads: backend.threads };
        const context: ListingContext = {
          ...(isBundled(row.data) ? data.bundled : data.book),
          seed,
          print: log,
          picture: (file, svg) => pictures.set(file, svg),
        };
        facts = await row.run.listing.run(context);
      } else {
        const { app, words, seeded = true } = row.run;
        const result = await runApp(app, [...words, ...(seeded ? ['--seed', `${seed}`] : []), '--json'], log);
        by = { backend: String(result.backend ?? ''), threads: Number(result.threads ?? 0) };
        facts = row.run.facts(result);
      }
      const seconds = (performance.now() - begin) / 1000;
      if (picturesFolder !== undefined && pictures.size > 0) await makeFolder(picturesFolder);
      const written: string[] = [];
      for (const [file, svg] of picturesFolder === undefined ? [] : pictures) {
        const name = isBundled(row.data) ? file : `${row.data.replace(/\W+/g, '-')}-${file}`;
        await writeFile(join(picturesFolder!, name), svg);
        written.push(name);
      }
      return { facts, seconds: Number(seconds.toFixed(2)), ...by, pictures: written };
    },
    async dispose() {
      await backend?.dispose();
    },
  };
}

/**
 * Runs a command of an app.
 *
 * @returns its last JSON line
 * @throws Error with what it wrote to the standard error when it fails
 */
function runApp(
  app: string,
  words: readonly string[],
  log: (line: string) => void,
): Promise<Record<string, unknown>> {
  const program = fileURLToPath(new URL(`${app}/dist/cli.js`, APPS));
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [program, ...words], { stdio: ['ignore', 'pipe', 'pipe'] });
    let last = '';
    let rest = '';
    let errors = '';
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      const lines = (rest + chunk).split('\n');
      rest = lines.pop()!;
      for (const line of lines) {
        last = line;
        log(line.slice(0, 160));
      }
    });
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
      errors = (errors + chunk).slice(-2000);
    });
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve(JSON.parse(last) as Record<string, unknown>);
      else reject(new Error(`${app} ${words.join(' ')}: ended with ${code}. ${errors.trim()}`));
    });
  });
}
