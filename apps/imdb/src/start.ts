import { processTerminal, runStart, runStartLine } from '@seqloom/tasks/node';
import { IMDB_START, imdbCommand } from './imdb-command.ts';

// node start.js [--out FOLDER]
process.exitCode = await runStartLine(process.argv.slice(2), processTerminal(), (folder, terminal) =>
  runStart(imdbCommand, IMDB_START, folder, terminal),
);
