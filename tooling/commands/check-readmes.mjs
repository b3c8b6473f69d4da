// Checks that the TypeScript of every README and guide compiles as a reader's would: strict, against the built packages, with
// their declarations checked too. Run it after `pnpm build`; all blocks are one program, so it takes seconds.
import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { placeProblems, readmeBlocks } from './readme-blocks.mjs';

const root = join(import.meta.dirname, '..', '..');
/** Of the README of the repository. */
const MOST_LINES = 150;
const members = ['packages', 'apps'].flatMap((group) =>
  readdirSync(join(root, group))
    .map((name) => join(group, name))
    .filter((folder) => existsSync(join(root, folder, 'package.json'))),
);

/** Inside the repository, so that what it installs is found; links stand for the packages a reader has installed. */
const folder = mkdtempSync(join(root, '.readme-blocks-'));
/** Where each file of the program comes from. */
const origins = new Map();

function addReadme(readme) {
  if (!existsSync(join(root, readme))) return;
  for (const [i, { line, code }] of readmeBlocks(readFileSync(join(root, readme), 'utf8')).entries()) {
    const file = `${readme.replaceAll(/[\\/.]/g, '-')}-${i}.ts`;
    writeFileSync(join(folder, file), code);
    origins.set(file, { readme, line });
  }
}

function link(member) {
  const { name } = JSON.parse(readFileSync(join(root, member, 'package.json'), 'utf8'));
  const path = join(folder, 'node_modules', name);
  mkdirSync(dirname(path), { recursive: true });
  symlinkSync(join(root, member), path, 'junction');
}

/** The compiler's complaints, with the place in the README; empty when there are none. */
function compile() {
  const tsc = join(root, 'node_modules', 'typescript', 'lib', 'tsc.js');
  try {
    execFileSync(process.execPath, [tsc, '-p', folder, '--pretty', 'false'], {
      encoding: 'utf8',
      cwd: folder,
    });
    return '';
  } catch (error) {
    if (!error.stdout) throw error;
    return placeProblems(error.stdout, origins);
  }
}

let problems;
try {
  // a page whose files are compiled by a test of their own imports them, and is left to it
  const guides = readdirSync(join(root, 'docs')).filter(
    (name) => name.endsWith('.md') && name !== 'write-a-backend.md',
  );
  for (const readme of [
    'README.md',
    ...members.map((member) => join(member, 'README.md')),
    ...guides.map((name) => join('docs', name)),
  ])
    addReadme(readme);
  for (const member of members) link(member);
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  const compilerOptions = {
    module: 'NodeNext',
    target: 'ES2022',
    lib: ['ES2023', 'DOM', 'DOM.Iterable', 'DOM.AsyncIterable'],
    strict: true,
    skipLibCheck: false,
    noEmit: true,
    moduleDetection: 'force',
    types: ['node'],
  };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['*.ts'] }));
  problems = compile();
} finally {
  rmSync(folder, { recursive: true });
}
if (problems) {
  console.error(problems);
  process.exit(1);
}
const lines = readFileSync(join(root, 'README.md'), 'utf8').trimEnd().split('\n').length;
if (lines > MOST_LINES) {
  console.error(
    `README.md has ${lines} lines, at most ${MOST_LINES}. Move what is not needed first to docs/.`,
  );
  process.exit(1);
}
console.log(`readmes: ${origins.size} blocks of TypeScript compile`);
