#!/usr/bin/env node
import { processTerminal, runCommand } from '@seqloom/tasks/node';
import { imdbCommand } from './imdb-command.ts';

process.exitCode = await runCommand(imdbCommand, process.argv.slice(2), processTerminal());
