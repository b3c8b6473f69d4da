import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** The workspace's packages that have tests: `{ folder, report }`, the report being what `turbo run test` leaves there. */
export function testedPackages(root) {
  return ['packages', 'apps', 'tooling']
    .flatMap((group) => readdirSync(join(root, group)).map((name) => join(root, group, name)))
    .filter((folder) => existsSync(join(folder, 'vitest.config.ts')))
    .map((folder) => ({ folder, report: join(folder, '.vitest', 'report.json') }));
}
