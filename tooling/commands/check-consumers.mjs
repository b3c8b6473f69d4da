// Installs the packed packages in other people's set-ups (consumers/NAME), trains the same small model in each way that they
// run it, and compares the bits of its weights. Wants the network, Linux on x64 and Chromium. Run it after `pnpm build`:
//   pnpm check:consumers            pnpm check:consumers vite-7 next
// `templates` builds or runs the programs of examples/ instead. With all of them it also writes the table in docs/consumers.md.
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { runMain } from './bootstrap.mjs';
import { packPackages } from './consumers/pack.mjs';
import { isolate, openBrowser, serveFolder } from './consumers/page.mjs';
import { createProject } from './consumers/project.mjs';
import { document, line } from './consumers/report.mjs';
import { checkTemplates } from './consumers/templates.mjs';

const root = join(import.meta.dirname, '..', '..');
const consumers = join(root, 'consumers');

/** The name of the check of examples/. */
const TEMPLATES = 'templates';

/** Runs a consumer's check, which reports a cell after the other; one that fails ends it. */
async function checkConsumer(name, work, tarballs, browser) {
  const { default: check } = await import(pathToFileURL(join(consumers, name, 'check.mjs')));
  const cells = [];
  const report = (cell) => {
    cells.push({ consumer: name, ...cell });
    console.log(line(cells.at(-1)));
  };
  try {
    const project = await createProject(consumers, name, join(work, name), tarballs);
    await check({ project, browser, serveFolder, isolate, report });
  } catch (error) {
    report({ tool: name, how: 'check', error: error.message });
  }
  return cells;
}

/** The digest that most cells have in common: Node's, when it is among them. */
function commonDigest(cells) {
  const node = cells.find(({ consumer, digest }) => consumer === 'node' && digest);
  return (node ?? cells.find(({ digest }) => digest))?.digest;
}

await runMain(async () => {
  const all = readdirSync(consumers).filter((name) => name !== 'shared' && !name.includes('.'));
  all.push(TEMPLATES);
  const names = process.argv.length > 2 ? process.argv.slice(2) : all;
  for (const name of names) {
    if (!all.includes(name)) throw new Error(`check:consumers: there is no ${name}, only ${all.join(', ')}.`);
  }
  // Outside of the repository, whose own configurations some tools would find.
  const work = mkdtempSync(join(tmpdir(), 'seqloom-consumers-'));
  const tarballs = await packPackages(root, join(work, 'tarballs'));
  const browser = await openBrowser();
  const cells = [];
  try {
    for (const name of names.filter((each) => each !== TEMPLATES))
      cells.push(...(await checkConsumer(name, work, tarballs, browser)));
    if (names.includes(TEMPLATES) && !(await checkTemplates({ root, work, tarballs, browser })))
      process.exitCode = 1;
    if (cells.length === 0) return;
  } finally {
    await browser.close();
    rmSync(work, { recursive: true });
  }
  const digest = commonDigest(cells);
  const failed = cells.filter((cell) => cell.error || cell.digest !== digest);
  for (const { tool, version = '', how } of failed) console.error(`✗ ${tool} ${version} ${how}`);
  console.log(
    digest
      ? `${cells.length - failed.length} cells of ${cells.length} train to ${digest}`
      : `none of ${cells.length} cells trained; the installs want the network or npm's cache`,
  );
  if (failed.length > 0) process.exitCode = 1;
  else if (names.length === all.length)
    writeFileSync(join(root, 'docs', 'consumers.md'), document(cells, digest, browser.version));
});
