// npm start: installs, builds what the apps need, trains on the bundled data and writes the report.
import { join } from 'node:path';
import { bootstrap, runMain } from './bootstrap.mjs';
import { runCommand } from './run-command.mjs';

const root = join(import.meta.dirname, '..', '..');
const reportFolder = join(root, 'report');

await runMain(async () => {
  await bootstrap();
  console.log('Building …');
  const build = [
    'exec',
    'turbo',
    'run',
    'build',
    '--filter=./apps/*',
    '--ui=stream',
    '--output-logs=errors-only',
  ];
  const built = await runCommand('pnpm', build, { cwd: root, quiet: true });
  if (!built.ok) throw new Error(`The build failed.\n${built.output}`);

  for (const app of ['imdb', 'weather']) {
    const start = join(root, 'apps', app, 'dist', 'start.js');
    const trained = await runCommand(process.execPath, [start, '--out', reportFolder], { cwd: root });
    if (!trained.ok) throw new Error('The training run failed; see above.');
  }
  console.log(
    `The reports are ${join(reportFolder, 'index.html')} and ${join(reportFolder, 'weather.html')}`,
  );
});
