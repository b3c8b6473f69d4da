import { homedir } from 'node:os';
import { join } from 'node:path';

/**
 * The folder for what a program fetches and can fetch again: `~/Library/Caches/NAME` on macOS, `NAME\Cache` in the local application
 * data on Windows, else `NAME` in `XDG_CACHE_HOME`, `~/.cache` by default (XDG base directory specification).
 */
export function userCache(name: string, platform: NodeJS.Platform = process.platform): string {
  const { LOCALAPPDATA, XDG_CACHE_HOME } = process.env;
  if (platform === 'darwin') return join(homedir(), 'Library', 'Caches', name);
  if (platform === 'win32') return join(LOCALAPPDATA || join(homedir(), 'AppData', 'Local'), name, 'Cache');
  return join(XDG_CACHE_HOME || join(homedir(), '.cache'), name);
}
