import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { codeSpans, tableRows } from './markdown-tables.mjs';

const MAX_LINE = 120;
const TFJS = /from '@tensorflow\//;

/**
 * The table of packages: name → what the page says it depends on, without scopes. `above but a, b; c` are the packages of the
 * rows above without `a` and `b`, and `c`.
 */
export function packageTable(architecture) {
  const table = new Map();
  for (const { cells } of tableRows(architecture)) {
    if (!('package' in cells)) continue;
    const [, but, others] = /^above but ([^;]+)(?:; (.+))?$/.exec(cells['depends on']) ?? [];
    const names = (text = '') => text.split(', ').filter((name) => name !== '–' && name !== '');
    const above = but ? [...table.keys()].filter((name) => !names(but).includes(name)) : [];
    table.set(codeSpans(cells.package)[0], but ? [...above, ...names(others)] : names(cells['depends on']));
  }
  return table;
}

/** Numbers of the page with the place where they are counted. */
const COUNTS = [
  {
    pattern: /(\d+) SIMD primitives/,
    file: 'packages/kernels/c/simd-wasm.h',
    // One of them has a second definition, for relaxed SIMD.
    count: (text) =>
      new Set([...text.matchAll(/^INLINE (?:vf|void|int) (v_\w+)\(/gm)].map(([, name]) => name)).size,
  },
  {
    pattern: /table of (\d+) rules/,
    file: ['elementwise', 'rearrange', 'reduce'].map(
      (name) => `packages/backend/src/engine/gradients/${name}.ts`,
    ),
    count: (text) => text.match(/^ {2}[A-Z]\w*: ?\[/gm)?.length ?? 0,
  },
];

const PLUGIN = 'packages/backend/src/contract/plugin.ts';

/** The members of the interface of plug-ins in a text, in their order. */
function pluginMembers(text) {
  const [, body = ''] = text.match(/^(?:export )?interface BackendPlugin \{\n([\s\S]*?)^\}/m) ?? [];
  return [...body.matchAll(/^ {2}(?:readonly )?(\w+\??)[:(]/gm)].map(([, name]) => name);
}

/**
 * One sentence for everything in which ARCHITECTURE.md differs from the repository: packages and what they depend on against
 * the manifests, the members of plug-ins, files of the engine package that import tfjs, numbers, and lines that are too long.
 *
 * @param {string[]} files all files of the repository, from its root
 */
export function findArchitectureProblems({ root, architecture, files }) {
  const read = (path) => readFileSync(join(root, path), 'utf8');
  const problems = [];
  const report = (problem) => problems.push(`ARCHITECTURE.md${problem}`);

  for (const [i, line] of architecture.split('\n').entries()) {
    if (line.startsWith('|')) continue; // a row of a table has no place to break
    if (line.length > MAX_LINE) report(`:${i + 1}: has ${line.length} characters; at most ${MAX_LINE}.`);
  }

  const table = packageTable(architecture);
  const manifests = files.filter((file) => /^packages\/[^/]+\/package\.json$/.test(file));
  const packages = new Map(
    manifests.map((file) => {
      const { dependencies, peerDependencies, optionalDependencies } = JSON.parse(read(file));
      const names = Object.keys({ ...dependencies, ...peerDependencies, ...optionalDependencies });
      return [file.split('/')[1], names.map((name) => name.replace(/^@(?:seqloom|tensorflow)\//, '')).sort()];
    }),
  );
  for (const name of table.keys()) {
    if (!packages.has(name)) report(`: the table has ${name}, which is not in packages/.`);
  }
  const place = new Map([...table.keys()].map((name, row) => [name, row]));
  for (const [name, names] of packages) {
    const given = table.get(name);
    if (!given) report(`: the table has no row for packages/${name}.`);
    else if ([...given].sort().join() !== names.join()) {
      const manifest = names.join(', ') || '–';
      report(`: ${name} depends on ${given.join(', ') || '–'}; its package.json says ${manifest}.`);
    }
    for (const other of given ?? []) {
      if (place.get(other) > place.get(name)) report(`: ${name} depends on ${other}, which stands below it.`);
    }
  }

  const members = pluginMembers(read(PLUGIN)).sort().join(', ');
  const said = pluginMembers(architecture).sort().join(', ');
  if (said !== members) report(`: BackendPlugin has ${said}; in ${PLUGIN} it has ${members}.`);

  const engine = 'packages/backend/src/';
  for (const file of files.filter((file) => file.startsWith(engine) && file.endsWith('.ts'))) {
    const inside = file.slice(engine.length);
    if (inside.startsWith('engine/') || !TFJS.test(read(file))) continue;
    if (!architecture.includes(`\`${inside}\``)) report(`: does not name ${file}, which imports tfjs.`);
  }

  for (const { pattern, file, count } of COUNTS) {
    const [text, said] = architecture.match(pattern) ?? [];
    const counted = [file].flat().reduce((sum, path) => sum + count(read(path)), 0);
    if (said === undefined) report(`: has no number for ${pattern.source}.`);
    else if (Number(said) !== counted)
      report(`: says "${text}"; there are ${counted} in ${[file].flat().join(', ')}.`);
  }
  return problems;
}
