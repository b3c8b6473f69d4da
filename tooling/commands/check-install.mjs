// Installs the packed `seqloom` from a registry on loopback in an empty folder, as a user would, counts packages and megabytes, and
// runs it, and compiles a program over all its imports with the oldest and the newest TypeScript. Wants the network or npm's cache for what is not ours. Run it after `pnpm build`:
//   pnpm check:install
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runMain } from './bootstrap.mjs';
import { serveRegistry } from './consumers/local-registry.mjs';
import { packPackages } from './consumers/pack.mjs';
import { runCommand } from './run-command.mjs';

const root = join(import.meta.dirname, '..', '..');
/** At most. */
const LIMITS = { packages: 30, megabytes: 25 };

const LIB = 'es2023,dom,dom.iterable,dom.asynciterable';

const TYPED = `import { adam, Dense, fit, load, ready, Sequential, tensor, Tokenizer } from 'seqloom';
import { add } from 'seqloom/backend';
import { barsSVG } from 'seqloom/charts';
import { trainTestSplit } from 'seqloom/datasets';
import { classifyTexts, forecast, loadPretrained } from 'seqloom/models';
import { readCsvFile, readLabelledTextsFile } from 'seqloom/node';
import { decodeSafetensors } from 'seqloom/safetensors';
import { textTask } from 'seqloom/tasks';
import { ngrams } from 'seqloom/text';
import { fitRidge } from 'seqloom/timeseries';
import { mostSimilar } from 'seqloom/vectors';
import 'seqloom/methods';
const model = await loadPretrained('sentiment');
const label: string | undefined = (await model.predict(['a text']))[0]?.label;
const own = await classifyTexts(await readLabelledTextsFile('x.csv').then(({ texts, labels, classes }) => ({ texts, labels, classes })));
const accuracy: number | undefined = own.result?.testAccuracy;
const series = await forecast({ rows: await readCsvFile('x.csv', { time: 'auto' }), target: 'load', horizon: 24 });
const value: number | undefined = (await series.predict())[0]?.value;
await ready();
const network = new Sequential([new Dense({ units: 1 })]);
await network.fit({ inputs: { data: new Float32Array(2), shape: [2, 1] }, targets: { data: new Float32Array(2), shape: [2, 1] } }, { epochs: 1, loss: 'meanSquaredError' });
console.log(label, accuracy, value, add(tensor([1], [1]), tensor([1], [1])), adam, fit, load, Tokenizer, barsSVG, trainTestSplit, decodeSafetensors, textTask, ngrams, fitRidge, mostSimilar);
`;

await runMain(async () => {
  const work = mkdtempSync(join(tmpdir(), 'seqloom-install-'));
  const upstream = execFileSync('npm', ['config', 'get', 'registry'], { encoding: 'utf8' }).trim();
  const registry = await serveRegistry(await packPackages(root, join(work, 'tarballs')), upstream);
  try {
    const folder = join(work, 'program');
    mkdirSync(folder);
    writeFileSync(join(folder, 'package.json'), '{ "name": "program", "private": true, "type": "module" }\n');
    const run = async (command, args) => {
      const { ok, output } = await runCommand(command, args, { cwd: folder, show: 'nothing' });
      if (!ok) throw new Error(`check:install: ${command} ${args.join(' ')} failed.\n${output}`);
      return output;
    };
    await run('npm', ['install', '--ignore-scripts', '--no-audit', '--registry', registry.url, 'seqloom']);
    const modules = join(folder, 'node_modules');
    const packages = countPackages(modules);
    const megabytes = bytesIn(modules) / 1e6;
    console.log(`npm install seqloom: ${packages} packages, ${megabytes.toFixed(1)} MB`);
    console.log(`seqloom digest: ${(await run('npx', ['--no-install', 'seqloom', 'digest'])).trim()}`);
    writeFileSync(
      join(folder, 'program.js'),
      `import { loadPretrained } from 'seqloom/models';
const model = await loadPretrained('sentiment');
console.log((await model.predict(['not bad at all']))[0].label);
`,
    );
    console.log(`loadPretrained: ${(await run('node', ['program.js'])).trim()}`);
    writeFileSync(join(folder, 'program.ts'), TYPED);
    for (const version of ['5.7', 'latest']) {
      await run('npm', ['install', '--no-audit', '--no-save', `typescript@${version}`]);
      const tsc = join(folder, 'node_modules', 'typescript', 'bin', 'tsc');
      await run('node', [
        tsc,
        '--noEmit',
        '--strict',
        '--module',
        'nodenext',
        '--target',
        'es2022',
        '--lib',
        LIB,
        'program.ts',
      ]);
      console.log(`types: TypeScript ${version} takes them, strict, without skipLibCheck`);
    }
    if (packages > LIMITS.packages || megabytes > LIMITS.megabytes) {
      throw new Error(`check:install: at most ${LIMITS.packages} packages and ${LIMITS.megabytes} MB.`);
    }
  } finally {
    await registry.close();
    rmSync(work, { recursive: true });
  }
});

/** Folders with a manifest, one or two levels deep. */
function countPackages(modules) {
  return readdirSync(modules, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
    .reduce((count, { name }) => {
      const path = join(modules, name);
      if (name.startsWith('@')) return count + countPackages(path);
      const nested = readdirSync(path).includes('node_modules')
        ? countPackages(join(path, 'node_modules'))
        : 0;
      return count + 1 + nested;
    }, 0);
}

function bytesIn(folder) {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).size, 0);
}
