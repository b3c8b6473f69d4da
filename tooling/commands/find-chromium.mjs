import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

const PLACES = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];
const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

function isProgram(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * Where Chromium or Chrome is: `{ path }`, or `{ reason }` when there is none. SEQLOOM_CHROMIUM decides when it is set; otherwise
 * the PATH is searched, then the usual places.
 */
export function findChromium(env = process.env) {
  const chosen = env.SEQLOOM_CHROMIUM;
  if (chosen) {
    return isProgram(chosen)
      ? { path: chosen }
      : { reason: `SEQLOOM_CHROMIUM is ${chosen}, which is no program` };
  }
  const folders = (env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  const candidates = [...folders.flatMap((folder) => NAMES.map((name) => join(folder, name))), ...PLACES];
  const path = candidates.find(isProgram);
  return path ? { path } : { reason: 'no Chromium found; install one or set SEQLOOM_CHROMIUM to its path' };
}
