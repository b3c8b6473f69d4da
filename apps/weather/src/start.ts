import { processTerminal, runStart, runStartLine } from '@seqloom/tasks/node';
import { WEATHER_START, weatherCommand } from './weather.ts';

// node start.js [--out FOLDER]
process.exitCode = await runStartLine(process.argv.slice(2), processTerminal(), (folder, terminal) =>
  runStart(weatherCommand, WEATHER_START, folder, terminal),
);
