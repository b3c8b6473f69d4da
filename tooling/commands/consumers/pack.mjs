import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { runCommand } from '../run-command.mjs';

/** The packages that a program with these sources installs: all but the one for authors of backends, which wants vitest. */
const LEFT_OUT = 'backend-testkit';

/** Packs the built packages as they would be published and returns the tarballs. */
export async function packPackages(root, folder) {
  for (const name of readdirSync(join(root, 'packages'))) {
    if (!existsSync(join(root, 'packages', name, 'dist')))
      throw new Error(`check:consumers: packages/${name} is not built. Run pnpm build first.`);
  }
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const args = ['-r', '--filter', './packages/*', 'pack', '--pack-destination', folder];
  const { ok, output } = await runCommand('pnpm', args, { cwd: root, show: 'nothing' });
  if (!ok) throw new Error(`check:consumers: the packages cannot be packed.\n${output}`);
  const tarballs = readdirSync(folder).filter((file) => file.endsWith('.tgz') && !file.includes(LEFT_OUT));
  return tarballs.map((file) => join(folder, file));
}
