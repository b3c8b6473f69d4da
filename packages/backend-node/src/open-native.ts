import { chooseLevel, type LevelChoice } from './choose-level.ts';
import { findFolder, loadAddon } from './load-addon.ts';
import type { NativeAddon } from './native-addon.ts';
import { selfTest } from './self-test.ts';

/** A native file, and the build in it that has passed its self-test here. */
export interface Native {
  readonly addon: NativeAddon;
  readonly level: number;
}

/** Builds that have passed, by addon: a test a process is enough. */
const passed = new Map<NativeAddon, Set<number>>();

/**
 * Loads and tests the native build that fits.
 *
 * @param folder - where `kernels.node` is, default: the package for this machine
 * @throws Error with the reason why none can be used
 */
export async function openNative(choice: LevelChoice, folder?: string): Promise<Native> {
  const other = ['bun', 'deno'].find((name) => process.versions[name] !== undefined);
  if (other !== undefined) throw new Error(`native kernels are for Node, this is ${other}`);
  const addon = loadAddon(folder ?? findFolder());
  const level = chooseLevel(addon, choice);
  const levels = passed.get(addon) ?? new Set();
  passed.set(addon, levels);
  if (!levels.has(level)) {
    await selfTest(addon, level);
    levels.add(level);
  }
  return { addon, level };
}
