import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findChromium, findFirefox } from '../find-browser.mjs';

let dir;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'seqloom-chromium-'));
  for (const folder of ['a', 'b']) mkdirSync(join(dir, folder));
  writeFileSync(join(dir, 'a', 'google-chrome'), '');
  writeFileSync(join(dir, 'b', 'google-chrome'), '');
  chmodSync(join(dir, 'b', 'google-chrome'), 0o755);
});
afterAll(() => rmSync(dir, { recursive: true }));

test('the first executable on the PATH is found; a plain file of that name is passed over', () => {
  const PATH = [join(dir, 'a'), join(dir, 'b')].join(delimiter);
  expect(findChromium({ PATH })).toEqual({ path: join(dir, 'b', 'google-chrome') });
});

test('SEQLOOM_CHROMIUM decides, and is not replaced by another browser when it is wrong', () => {
  const PATH = join(dir, 'b');
  const program = join(dir, 'b', 'google-chrome');
  expect(findChromium({ PATH: '', SEQLOOM_CHROMIUM: program })).toEqual({ path: program });
  const wrong = join(dir, 'a', 'google-chrome');
  expect(findChromium({ PATH, SEQLOOM_CHROMIUM: wrong })).toEqual({
    reason: `SEQLOOM_CHROMIUM is ${wrong}, which is no program`,
  });
});

test('Firefox is another program, with a variable of its own', () => {
  const program = join(dir, 'b', 'google-chrome');
  expect(findFirefox({ PATH: join(dir, 'b'), SEQLOOM_CHROMIUM: program }).path).not.toBe(program);
  expect(findFirefox({ PATH: '', SEQLOOM_FIREFOX: program })).toEqual({ path: program });
});
