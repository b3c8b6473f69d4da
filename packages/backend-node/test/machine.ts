import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { findFolder, loadAddon, ownTarget } from '../src/load-addon.ts';
import type { Instructions, NativeAddon } from '../src/native-addon.ts';

/** The native file that the set-up of the tests has built. */
const built = join(import.meta.dirname, '..', 'native', ownTarget());

/** Why this machine has no native build: there is nothing to test then. With a compiler there must be one. */
export const MISSING: string | undefined =
  !existsSync(built) && spawnSync('cc', ['--version']).error ? 'needs a C compiler, cc' : undefined;

/** A build of the native file that this processor runs. */
export interface BuildUnderTest {
  readonly title: string;
  readonly simd: Instructions;
  readonly fma: boolean;
}

export const addon: NativeAddon | undefined = MISSING === undefined ? loadAddon(findFolder()) : undefined;

/** Every build that this processor runs. */
export const BUILDS: readonly BuildUnderTest[] = (addon?.levels ?? [])
  .filter(({ supported }) => supported)
  .map(({ name, fused }) => ({ title: `${name}${fused ? ' with fma' : ''}`, simd: name, fma: fused }));

/** Those that give the bits of wasm. */
export const EXACT: readonly BuildUnderTest[] = BUILDS.filter(({ fma }) => !fma);
