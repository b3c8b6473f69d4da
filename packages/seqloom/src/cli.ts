#!/usr/bin/env node
import { packageVersion, processTerminal, runSeqloom } from '@seqloom/tasks/node';
import { loadPretrained } from './models/load-pretrained.ts';

const version = packageVersion(new URL('../package.json', import.meta.url));
const pretrained = async () => (await loadPretrained('sentiment')).parts;
process.exitCode = await runSeqloom(process.argv.slice(2), processTerminal(), { version, pretrained });
