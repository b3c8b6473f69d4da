import { homedir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it, vi } from 'vitest';
import { userCache } from '../src/node/user-cache.ts';

afterEach(() => void vi.unstubAllEnvs());

it('is where each system keeps what can be fetched again', () => {
  for (const name of ['LOCALAPPDATA', 'XDG_CACHE_HOME']) vi.stubEnv(name, undefined);
  expect(userCache('name', 'linux')).toBe(join(homedir(), '.cache', 'name'));
  expect(userCache('name', 'darwin')).toBe(join(homedir(), 'Library', 'Caches', 'name'));
  expect(userCache('name', 'win32')).toBe(join(homedir(), 'AppData', 'Local', 'name', 'Cache'));
});

it('follows the variables of the system', () => {
  vi.stubEnv('LOCALAPPDATA', join('/', 'local'));
  vi.stubEnv('XDG_CACHE_HOME', join('/', 'fast'));
  expect(userCache('name', 'linux')).toBe(join('/', 'fast', 'name'));
  expect(userCache('name', 'win32')).toBe(join('/', 'local', 'name', 'Cache'));
});
