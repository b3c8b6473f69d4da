#!/usr/bin/env node
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { makeFolder } from '@seqloom/archives/node';
import { exitCodeOf, openBackend, processTerminal } from '@seqloom/tasks/node';
import { findListing, LISTINGS } from './catalog.ts';
import { openData } from './data/open-data.ts';
import type { Listing } from './listing.ts';

const HELP = `pnpm examples [ITEM …] [--data bundled|book] [--seed N] [--out FOLDER]
Runs listings of the chapter; without an item all that train no model. FOLDER is where their pictures go.
Items: ${LISTINGS.map(({ item }) => item).join(', ')}
`;

const terminal = processTerminal();
const argv = process.argv.slice(2);
process.exitCode = await exitCodeOf(terminal, argv, async () => {
  const { values, positionals } = parseArgs({
    args: argv,
    allowPositionals: true,
    options: {
      data: { type: 'string', default: 'bundled' },
      seed: { type: 'string', default: '1' },
      out: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) return terminal.out(HELP);
  const { data, out } = values;
  if (data !== 'bundled' && data !== 'book') {
    throw new RangeError(`--data: must be bundled or book, got '${data}'.`);
  }
  const seed = Number(values.seed);
  if (!Number.isInteger(seed) || seed < 0) {
    throw new RangeError(`--seed: must be an integer from 0 on, got '${values.seed}'.`);
  }
  const listings =
    positionals.length > 0
      ? positionals.map(findListing)
      : LISTINGS.filter(({ trains, needs }) => !trains && needs === undefined);
  if (out !== undefined) await makeFolder(out);
  const backend = await openBackend();
  const context = { ...openData(data), seed, print: (line: string) => terminal.out(`${line}\n`) };
  try {
    for (const listing of listings) await show(listing, context, out);
  } finally {
    await backend.dispose();
  }
});

async function show(
  listing: Listing,
  context: Omit<Parameters<Listing['run']>[0], 'picture'>,
  folder: string | undefined,
): Promise<void> {
  context.print(`\n${listing.item}: ${listing.title}`);
  const pictures = new Map<string, string>();
  await listing.run({ ...context, picture: (file, svg) => pictures.set(file, svg) });
  for (const [file, svg] of folder === undefined ? [] : pictures) await writeFile(join(folder!, file), svg);
}
