import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdirSync, rmSync, statSync, truncateSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Makes a folder that is a disk of its own, in memory, for tests of full disks.
 *
 * @returns undefined where this user or system may not make one
 */
export function makeSmallDisk(folder, kilobytes) {
  mkdirSync(folder, { recursive: true });
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${kilobytes}k`, 'tmpfs', folder], { stdio: 'ignore' });
  } catch {
    return undefined;
  }
  const filler = join(folder, 'filler');
  return {
    fill(leave) {
      try {
        for (;;) appendFileSync(filler, new Uint8Array(4096));
      } catch {
        truncateSync(filler, Math.max(0, statSync(filler).size - 1024 * leave));
      }
    },
    free: () => rmSync(filler, { force: true }),
    remove: () => void execFileSync('umount', [folder]),
  };
}
