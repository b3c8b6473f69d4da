#!/usr/bin/env node
import { type Convert, packageVersion, processTerminal, runSeqloom } from '@seqloom/tasks/node';
import { loadPretrained } from './models/load-pretrained.ts';

const convert: Convert = async (...files) => (await import('./convert/convert.ts')).convert(...files);
const version = packageVersion(new URL('../package.json', import.meta.url));
const pretrained = async () => (await loadPretrained('sentiment')).parts;
process.exitCode = await runSeqloom(process.argv.slice(2), processTerminal(), {
  version,
  pretrained,
  convert,
});
