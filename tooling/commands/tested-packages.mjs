import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** The workspace's packages with a configuration of tests: `{ folder, report }`, the report being what turbo leaves there. */
const packagesWith = (root, configuration, report) =>
  ['packages', 'apps', 'tooling']
    .flatMap((group) => readdirSync(join(root, group)).map((name) => join(root, group, name)))
    .filter((folder) => existsSync(join(folder, configuration)))
    .map((folder) => ({ folder, report: join(folder, '.vitest', report) }));

/** The packages that `turbo run test` tests. */
export const testedPackages = (root) => packagesWith(root, 'vitest.config.ts', 'report.json');

/** The packages that `turbo run test:browser` tests. */
export const packagesTestedInPages = (root) =>
  packagesWith(root, 'vitest.browser.config.ts', 'browser-report.json');
