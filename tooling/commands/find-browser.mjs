import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** What a browser is called, where it is besides the PATH, and the variable that decides where it is set. */
const CHROMIUM = {
  title: 'Chromium',
  variable: 'SEQLOOM_CHROMIUM',
  names: ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'],
  places: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
  ],
};
const FIREFOX = {
  title: 'Firefox',
  variable: 'SEQLOOM_FIREFOX',
  names: ['firefox', 'firefox-esr'],
  places: ['/Applications/Firefox.app/Contents/MacOS/firefox'],
};

function isProgram(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function find({ title, variable, names, places }, env) {
  const chosen = env[variable];
  if (chosen) {
    return isProgram(chosen) ? { path: chosen } : { reason: `${variable} is ${chosen}, which is no program` };
  }
  const folders = (env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  const candidates = [...folders.flatMap((folder) => names.map((name) => join(folder, name))), ...places];
  const path = candidates.find(isProgram);
  return path ? { path } : { reason: `no ${title} found; install one or set ${variable} to its path` };
}

/**
 * Where Chromium or Chrome is: `{ path }`, or `{ reason }` when there is none. SEQLOOM_CHROMIUM decides when it is set; otherwise
 * the PATH is searched, then the usual places.
 */
export const findChromium = (env = process.env) => find(CHROMIUM, env);

/** Where Firefox is, as {@link findChromium}; SEQLOOM_FIREFOX decides when it is set. */
export const findFirefox = (env = process.env) => find(FIREFOX, env);
