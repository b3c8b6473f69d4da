import { processTerminal, runStartLine } from '@seqloom/tasks/node';
import { runStart } from './cli/start-command.ts';

// node start.js [--out FOLDER]
process.exitCode = await runStartLine(process.argv.slice(2), processTerminal(), runStart);
