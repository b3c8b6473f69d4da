import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { questionTask, seriesTask, textTask, translationTask, writingTask } from '@seqloom/tasks';
import {
  questionsCommand,
  runCommand,
  runSeqloom,
  seriesCommand,
  textsCommand,
  translationCommand,
  writingCommand,
} from '@seqloom/tasks/node';
import { fakeTerminal } from '@seqloom/tasks/testing';
import { describe, expect, test } from 'vitest';

// Commands in Markdown: their programs, scripts, packages and options exist.

const root = join(import.meta.dirname, '..', '..', '..');
const below = (folder: string) =>
  readdirSync(join(root, folder))
    .map((name) => `${folder}/${name}/README.md`)
    .filter((file) => existsSync(join(root, file)));
const pages = [
  'README.md',
  'CONTRIBUTING.md',
  ...readdirSync(join(root, 'docs')).flatMap((name) => (name.endsWith('.md') ? [`docs/${name}`] : [])),
  ...below('packages'),
  ...below('apps'),
];
const manifest = (path: string): { name: string; scripts: Record<string, string> } =>
  JSON.parse(readFileSync(join(root, path), 'utf8'));
const scripts = manifest('package.json').scripts;
/** What this repository uses of others, which readers install beside its packages. */
const catalog = readFileSync(join(root, 'pnpm-workspace.yaml'), 'utf8').matchAll(/^ {2}"?([\w@/-]+)"?: \S/gm);
const packages = new Set([
  ...readdirSync(join(root, 'packages')).map((name) => manifest(`packages/${name}/package.json`).name),
  ...[...catalog].map(([, name]) => name!),
]);

/** The commands of a page, word by word, without remarks. */
function commandsOf(page: string): string[][] {
  const blocks = readFileSync(join(root, page), 'utf8').matchAll(/^```(?:sh|bash)\n([\s\S]*?)^```/gm);
  return [...blocks]
    .flatMap(([, text]) => text!.split('\n'))
    .map((line) => line.replace(/\s#.*$/, '').replace(/^echo .*\| /, ''))
    .filter((line) => line.trim() !== '')
    .map((line) =>
      [...line.matchAll(/"[^"]*"|'[^']*'|\S+/g)].map(([word]) => word.replace(/^["']|["']$/g, '')),
    );
}

const about = { holds: 'a model', question: '?', subject: 'S', samples: 'texts', named: [] };
const described = { description: '', version: '0', data: { hint: 'PATH', help: '' } };
const texts = (name: string) => textsCommand({ ...described, task: textTask({ ...about, name }) });
/** The command lines of the apps; those of one kind have the same options. */
const apps: Record<string, (argv: string[], terminal: ReturnType<typeof fakeTerminal>) => Promise<number>> = {
  ...Object.fromEntries(
    ['imdb', 'topics', 'authors'].map((name) => [
      name,
      (argv: string[], terminal: ReturnType<typeof fakeTerminal>) => runCommand(texts(name), argv, terminal),
    ]),
  ),
  weather: (argv, terminal) =>
    runCommand(
      seriesCommand({ ...described, named: [], task: seriesTask({ ...about, name: 'weather' }) }),
      argv,
      terminal,
    ),
  questions: (argv, terminal) =>
    runCommand(
      questionsCommand({ ...described, named: [], task: questionTask({ ...about, name: 'questions' }) }),
      argv,
      terminal,
    ),
  translation: (argv, terminal) =>
    runCommand(
      translationCommand({
        ...described,
        named: [],
        task: translationTask({ ...about, name: 'translation' }),
      }),
      argv,
      terminal,
    ),
  writing: (argv, terminal) =>
    runCommand(
      writingCommand({ ...described, named: [], task: writingTask({ ...about, name: 'writing' }) }),
      argv,
      terminal,
    ),
};

/** The programs whose commands are ours. */
const PROGRAMS = ['npm', 'pnpm', 'npx'];

const notRun = () => Promise.reject(new Error('help alone is asked for'));

/** What `--help` of a command says; fails where there is no such command. */
async function helpOf(program: string, command: string[]): Promise<string> {
  const terminal = fakeTerminal();
  const argv = [...command, '--help'];
  const code =
    program === 'seqloom'
      ? await runSeqloom(argv, terminal, { version: '0', convert: notRun })
      : await apps[program]!(argv, terminal);
  expect(code, `${program} ${argv.join(' ')}: ${terminal.written.err}`).toBe(0);
  return terminal.written.out;
}

async function checkOptions(program: string, words: string[]): Promise<void> {
  // what follows is a command of its own, which another one starts
  const end = words.indexOf('--');
  if (end >= 0) {
    const inner = words.slice(end + 1);
    await checkCommand(inner[0] === 'npx' ? inner : ['npx', ...inner]);
    return checkOptions(program, words.slice(0, end));
  }
  const command = words.slice(0, words[0] === 'sweep' && program === 'seqloom' ? 2 : 1);
  const help = await helpOf(program, command);
  for (const word of words.filter((one) => one.startsWith('--'))) {
    const [option] = word.split('=');
    expect(help, `${program} ${command.join(' ')} has no ${option}`).toMatch(new RegExp(`${option}\\b`));
  }
}

async function checkCommand(words: string[]): Promise<void> {
  const [program, first = '', ...rest] = words.filter((word) => word !== '-s');
  if (program === 'npx' && first === 'seqloom') return checkOptions('seqloom', rest);
  if (program === 'npm' && first === 'install') {
    for (const name of rest.filter((word) => !word.startsWith('-')))
      expect([...packages], `npm install ${name}`).toContain(name.replace(/(.)@.*$/, '$1'));
    return;
  }
  if (!PROGRAMS.includes(program!)) return; // a program of the reader's system
  const script = program === 'npm' && first === 'run' ? rest[0]! : first;
  if (program === 'pnpm' && ['install', 'exec', '--filter'].includes(first)) return;
  expect(['npm', 'pnpm'], words.join(' ')).toContain(program);
  expect(Object.keys(scripts), words.join(' ')).toContain(script);
  if (apps[script] && rest.length > 0) await checkOptions(script, rest);
}

describe.each(pages.filter((page) => commandsOf(page).length > 0))('%s', (page) => {
  test('has commands and options that exist', async () => {
    for (const command of commandsOf(page)) await checkCommand(command);
  });
});

test('a command that does not exist is found', async () => {
  await expect(checkCommand(['npx', 'seqloom', 'classify', 'a.csv', '--outt', 'b'])).rejects.toThrow(
    'has no --outt',
  );
  await expect(checkCommand(['pnpm', 'imbd', 'train'])).rejects.toThrow();
  await expect(checkCommand(['npm', 'install', '@seqloom/txt'])).rejects.toThrow();
});
