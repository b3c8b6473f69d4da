import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { KERNEL_SOURCES } from '@seqloom/kernels';
import type { NativeAddon } from './native-addon.ts';

const require = createRequire(import.meta.url);

/** Machines that there are packages for. */
const TARGETS: readonly string[] = ['linux-x64-gnu', 'linux-arm64-gnu', 'darwin-arm64', 'win32-x64'];

/** What stands in `kernels.json` beside a native file. */
interface Manifest {
  readonly version: string;
  readonly sha256: string;
}

/** Version of the kernels that a native file must have been built from. */
export function kernelsVersion(): string {
  const { version } = require('@seqloom/kernels/package.json') as { version: string };
  return `${version}+${KERNEL_SOURCES}`;
}

/** The name of this machine in the names of packages. */
export function ownTarget(): string {
  return `${process.platform}-${process.arch}${process.platform === 'linux' ? '-gnu' : ''}`;
}

/**
 * The folder with the native file for this machine: of this package in a clone, where the build makes it, or the package for
 * this platform. Nowhere else is looked.
 *
 * @throws Error where there is none
 */
export function findFolder(): string {
  const target = ownTarget();
  const built = fileURLToPath(new URL(`../native/${target}/`, import.meta.url));
  if (existsSync(join(built, 'kernels.json'))) return built;
  if (!TARGETS.includes(target)) {
    throw new Error(`there is no native file for ${target}, only for ${TARGETS.join(', ')}`);
  }
  const name = `@seqloom/backend-node-${target}`;
  try {
    return dirname(require.resolve(`${name}/package.json`));
  } catch {
    throw new Error(
      `the package ${name} is not installed. Install @seqloom/backend-node without leaving out optional dependencies`,
    );
  }
}

/**
 * Loads `kernels.node` from a folder. What it was built from, and that it is whole, is known before it is loaded: the
 * system would end the process over a file that is cut off.
 *
 * @throws Error when it is missing, of another version of the kernels or another platform, or not the file that was built
 */
export function loadAddon(folder: string): NativeAddon {
  const path = join(folder, 'kernels.node');
  const { version, sha256 } = JSON.parse(readFileSync(join(folder, 'kernels.json'), 'utf8')) as Manifest;
  checkVersion(path, version);
  if (createHash('sha256').update(readFileSync(path)).digest('hex') !== sha256) {
    throw new Error(`${path} is not the file that was built: its SHA-256 is not the one in kernels.json`);
  }
  const addon = require(path) as NativeAddon;
  checkVersion(path, addon.version);
  return addon;
}

function checkVersion(path: string, version: string): void {
  const expected = kernelsVersion();
  if (version === expected) return;
  throw new Error(
    `${path} was built from version ${version} of the kernels, installed is ${expected}. Install all packages in one version`,
  );
}
