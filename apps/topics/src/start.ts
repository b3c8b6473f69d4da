import { processTerminal, runStart, runStartLine } from '@seqloom/tasks/node';
import { TOPICS_START, topicsCommand } from './cli.ts';

// node start.js [--out FOLDER]
process.exitCode = await runStartLine(process.argv.slice(2), processTerminal(), (folder, terminal) =>
  runStart(topicsCommand, TOPICS_START, folder, terminal),
);
