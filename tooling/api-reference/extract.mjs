// Writes dist/api.json: what every package exports, with its doc comments. TypeDoc reads the sources with the last TypeScript that has an
// interface for programs. Takes some seconds; turbo keeps the result until a source changes.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Application, TSConfigReader } from 'typedoc';
import { describeEntries } from './describe-entries.mjs';
import { TYPEDOC_OPTIONS } from './typedoc-options.mjs';

const root = join(import.meta.dirname, '..', '..');

/** The entries of all packages, those that depend on nothing first: a name belongs to the lowest package that exports it. */
function entryPoints() {
  return readdirSync(join(root, 'packages'))
    .sort((a, b) => dependencies(a).size - dependencies(b).size || a.localeCompare(b))
    .flatMap((folder) => {
      const { name, exports } = manifest(folder);
      return Object.entries(exports)
        .map(([key, target]) => [key, target['@seqloom/source']])
        .filter(([, source]) => source !== undefined)
        .map(([key, source]) => ({
          name: key === '.' ? name : `${name}${key.slice(1)}`,
          folder,
          file: join(root, 'packages', folder, source),
        }));
    });
}

const manifest = (folder) => JSON.parse(readFileSync(join(root, 'packages', folder, 'package.json'), 'utf8'));

/** The packages of ours that a package stands on, directly or not. */
function dependencies(folder, seen = new Set()) {
  for (const name of Object.keys(manifest(folder).dependencies ?? {})) {
    const below = name.replace('@seqloom/', '');
    if (!name.startsWith('@seqloom/') || seen.has(below)) continue;
    seen.add(below);
    dependencies(below, seen);
  }
  return seen;
}

const entries = entryPoints();
const app = await Application.bootstrap(
  {
    ...TYPEDOC_OPTIONS,
    entryPoints: entries.map(({ file }) => file),
    tsconfig: join(import.meta.dirname, 'tsconfig.json'),
    basePath: root,
  },
  [new TSConfigReader()],
);
const project = await app.convert();
if (!project) throw new Error('api-reference: TypeDoc made nothing of the sources; its messages are above.');
const api = describeEntries(project, entries, root);
mkdirSync(join(import.meta.dirname, 'dist'), { recursive: true });
writeFileSync(join(import.meta.dirname, 'dist', 'api.json'), JSON.stringify(api));
const members = api.reduce((sum, entry) => sum + entry.members.length, 0);
console.log(`api: ${members} exports of ${api.length} entries`);
