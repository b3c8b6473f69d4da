#!/usr/bin/env node
import { parseArgs } from 'node:util';
import { exitCodeOf, processTerminal } from '@seqloom/tasks/node';
import { ROWS } from './chapter/rows.ts';
import { runChapter } from './chapter/run-chapter.ts';

const HELP = `pnpm chapter [--quick] [--only ITEM,…] [--again] [--out FOLDER] [--verbose]
Runs every item of the chapter and writes FOLDER/chapter-results.md. Results are kept one by one: a run that was stopped goes on.
  --quick    only what needs no other data than the repository has, long items in a smaller form; FOLDER is report, otherwise docs
  --only     these items, also where they have a result: 6.7,topic, or "questions, one fact,6.1"
  --again    also what has a result
  --verbose  shows what listings print
`;

const terminal = processTerminal();
const argv = process.argv.slice(2);
process.exitCode = await exitCodeOf(terminal, argv, async () => {
  const { values } = parseArgs({
    args: argv,
    options: {
      quick: { type: 'boolean', default: false },
      only: { type: 'string' },
      again: { type: 'boolean', default: false },
      out: { type: 'string' },
      verbose: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const { quick, only, again, verbose, out = quick ? 'report' : 'docs' } = values;
  if (values.help) return terminal.out(HELP);
  const { passed, below, skipped } = await runChapter({
    rows: ROWS,
    folder: out,
    quick,
    only,
    again,
    print: (line) => terminal.out(`${line}\n`),
    log: verbose ? (line) => terminal.err(`  ${line}\n`) : () => {},
  });
  terminal.out(
    `\n${passed} rows pass, ${below.length} do not, ${skipped.length} skipped. ${out}/chapter-results.md\n`,
  );
  if (below.length > 0) throw new RangeError(`chapter: below the rule: ${below.join('; ')}.`);
});
