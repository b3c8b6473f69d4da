import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from '../bootstrap.mjs';
import { packagesTestedInPages, testedPackages } from '../tested-packages.mjs';

test('every package with tests takes part in turbo run test', () => {
  const packages = testedPackages(root);
  expect(packages.length).toBeGreaterThan(15);
  for (const { folder } of packages) {
    const manifest = join(folder, 'package.json');
    expect(existsSync(manifest), manifest).toBe(true);
    expect(JSON.parse(readFileSync(manifest, 'utf8')).scripts?.test, manifest).toBe('vitest run');
  }
});

test('every package with tests in a page takes part in turbo run test:browser', () => {
  const packages = packagesTestedInPages(root);
  expect(packages.length).toBeGreaterThanOrEqual(3);
  for (const { folder } of packages) {
    const manifest = join(folder, 'package.json');
    expect(JSON.parse(readFileSync(manifest, 'utf8')).scripts?.['test:browser'], manifest).toBe(
      'vitest run --config vitest.browser.config.ts',
    );
  }
});
