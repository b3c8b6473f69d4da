// npm start: installs, builds what the apps need, trains on the bundled data, writes the report and ends with the results.
import { join, relative } from 'node:path';
import { bootstrap, root, runMain } from './bootstrap.mjs';
import { runCommand } from './run-command.mjs';

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
    '--filter=!@seqloom/site', // pnpm build makes it, with the documentation
    '--ui=stream',
    '--output-logs=errors-only',
  ];
  const built = await runCommand('pnpm', build, { cwd: root, show: 'nothing' });
  if (!built.ok) throw new Error(`The build failed.\n${built.output}`);

  const results = [];
  for (const app of ['imdb', 'topics', 'weather', 'writing']) {
    const start = join(root, 'apps', app, 'dist', 'start.js');
    const trained = await runCommand(process.execPath, [start, '--out', reportFolder], {
      cwd: root,
      show: 'errors', // progress is written there
    });
    if (!trained.ok) {
      // what is finished is not lost
      for (const result of results) console.log(result);
      throw new Error(`The training run of apps/${app} failed; see above.`);
    }
    results.push(trained.output);
  }
  console.log(`${results.map((result) => result.trimEnd()).join('\n\n')}

Next:           pnpm imdb train --model lstm --data imdb    (without pnpm: npm run imdb -- train …)
                pnpm chapter --quick                        (every item of the chapter, beside the book)
Report:         ${relative(process.cwd(), join(reportFolder, 'index.html'))}
Documentation:  README.md`);
});
