import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineBrowserProvider } from '@vitest/browser';
import { findChromium, findFirefox } from '../commands/find-browser.mjs';

/** How each browser opens one page without a window, in a profile of its own. */
const BROWSERS = {
  chromium: {
    find: findChromium,
    // Root has no sandbox to give, and an off-line run should not wait for a browser that wants to update itself. WebGL runs
    // in software.
    open: (profile, url) => [
      '--headless',
      '--no-sandbox',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--use-angle=swiftshader',
      '--enable-unsafe-swiftshader',
      `--user-data-dir=${profile}`,
      url,
    ],
  },
  firefox: {
    find: findFirefox,
    open(profile, url) {
      const preferences = {
        'app.normandy.enabled': false,
        'app.update.enabled': false,
        'browser.shell.checkDefaultBrowser': false,
        'datareporting.policy.dataSubmissionEnabled': false,
        'network.captive-portal-service.enabled': false,
        'toolkit.telemetry.enabled': false,
      };
      const lines = Object.entries(preferences).map(([name, value]) => `user_pref("${name}", ${value});\n`);
      writeFileSync(join(profile, 'user.js'), lines.join(''));
      return ['--headless', '--no-remote', '--profile', profile, url];
    },
  },
};

/** A browser is many processes; where there are groups of them, all end together. */
const IN_GROUPS = process.platform !== 'win32';

function kill(child) {
  if (IN_GROUPS) process.kill(-child.pid, 'SIGKILL');
  else child.kill();
}

/** Where a browser is, `{ path }`, or why there is none, `{ reason }`. */
export function findBrowser(browser) {
  return BROWSERS[browser].find();
}

/**
 * Opens a page in a browser of this machine, in a new profile. Nothing steers the browser.
 *
 * @returns what ends it and removes the profile
 */
export function startBrowser(browser, url) {
  const profile = mkdtempSync(join(tmpdir(), `seqloom-${browser}-`));
  const { find, open } = BROWSERS[browser];
  const child = spawn(find().path, open(profile, url), { stdio: 'ignore', detached: IN_GROUPS });
  child.on('error', (error) => console.error(`${browser} could not be started: ${error.message}`));
  return async () => {
    if (child.exitCode === null && child.signalCode === null) {
      const gone = once(child, 'exit');
      kill(child);
      await gone;
    }
    // The other processes of the browser may write for a moment longer. What they leave is the system's to tidy.
    await rm(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 }).catch(() => {});
  };
}

/**
 * A provider of vitest's browser mode that starts a browser of this machine with the page of the tests. Nothing steers the
 * browser: the page connects to vitest by itself.
 */
export function browserProgram(browser) {
  const running = new Map();
  return defineBrowserProvider({
    name: 'program',
    supportedBrowser: [browser],
    providerFactory: () => ({
      name: 'program',
      supportsParallelism: false,
      getCommandsContext: () => ({}),
      async openPage(sessionId, url) {
        running.set(sessionId, startBrowser(browser, url));
      },
      async close() {
        const all = [...running.values()];
        running.clear();
        await Promise.all(all.map((end) => end()));
      },
    }),
  });
}
