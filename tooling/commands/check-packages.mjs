// Packs every public package as it would be published and has publint look at the result. Refuses
// files in it that have no source, and manifests without what a registry shows.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { staleOutput } from './stale-output.mjs';

const packages = join(import.meta.dirname, '..', '..', 'packages');
/** What a registry shows of a package. */
const SHOWN = ['description', 'keywords', 'license', 'repository', 'homepage', 'bugs', 'engines'];
let checked = 0;
for (const name of readdirSync(packages)) {
  const pkgDir = join(packages, name);
  const manifest = JSON.parse(readFileSync(join(pkgDir, 'package.json'), 'utf8'));
  if (manifest.private) continue;
  checked++;
  for (const field of SHOWN.filter((each) => !manifest[each])) {
    console.error(`${manifest.name}: package.json has no ${field}.`);
    process.exitCode = 1;
  }
  for (const file of staleOutput(pkgDir)) {
    console.error(`${manifest.name}: ${file} has no source. Remove dist, then build again.`);
    process.exitCode = 1;
  }
  const { messages } = await publint({ pkgDir, pack: 'pnpm', level: 'warning', strict: true });
  for (const message of messages) {
    console.error(`${manifest.name}: ${formatMessage(message, manifest, { color: false })}`);
    process.exitCode = 1;
  }
}
if (!process.exitCode) console.log(`packaging: ${checked} packages pack cleanly`);
