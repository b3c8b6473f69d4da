#!/usr/bin/env node
import { processTerminal, runCommand } from '@seqloom/tasks/node';
import { weatherCommand } from './weather.ts';

process.exitCode = await runCommand(weatherCommand, process.argv.slice(2), processTerminal());
