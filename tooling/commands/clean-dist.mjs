// Removes what the last build of a package wrote, so that a file whose source is gone is not packed. Part of every build, which runs
// it in the folder of the package:   node ../../tooling/commands/clean-dist.mjs && tsc -p tsconfig.build.json
import { existsSync, rmSync } from 'node:fs';

if (!existsSync('package.json') || !existsSync('src')) {
  console.error(`clean-dist: ${process.cwd()} is not the folder of a package. Run it from the build of one.`);
  process.exit(1);
}
// retries: virus scanners and editors on Windows hold files for a moment
rmSync('dist', { recursive: true, force: true, maxRetries: 5 });
