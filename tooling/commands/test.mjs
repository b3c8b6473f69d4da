// npm test: installs, then everything `pnpm check` does.
import { join } from 'node:path';
import { bootstrap, root, runMain } from './bootstrap.mjs';
import { runCommand } from './run-command.mjs';

await runMain(async () => {
  await bootstrap();
  const check = await runCommand(process.execPath, [join(root, 'tooling', 'commands', 'check.mjs')]);
  if (!check.ok) process.exitCode = 1;
});
