#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { processTerminal, runSeqloom } from '@seqloom/tasks/node';
import { loadPretrained } from './models/load-pretrained.ts';

const manifest = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
const { version } = JSON.parse(manifest) as { version: string }; // it is our own file

const pretrained = async () => (await loadPretrained('sentiment')).parts;
process.exitCode = await runSeqloom(process.argv.slice(2), processTerminal(), { version, pretrained });
