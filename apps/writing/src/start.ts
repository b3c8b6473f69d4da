import { processTerminal, runStart, runStartLine } from '@seqloom/tasks/node';
import { WRITING_START, writingApp } from './cli.ts';

// node start.js [--out FOLDER]
process.exitCode = await runStartLine(process.argv.slice(2), processTerminal(), (folder, terminal) =>
  runStart(writingApp, WRITING_START, folder, terminal),
);
