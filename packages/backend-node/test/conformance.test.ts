import { describeBackend } from '@seqloom/backend-testkit';
import { expect, test } from 'vitest';
import { nodeBackend } from '../src/index.ts';
import { BUILDS, MISSING } from './machine.ts';

test('every build of the native file that the processor runs is tested', ({ skip }) => {
  if (MISSING) return skip(MISSING);
  expect(BUILDS.length).toBeGreaterThanOrEqual(1);
});

for (const { title, simd, fma } of BUILDS)
  await describeBackend(`node, ${title}`, nodeBackend({ simd, fma }));
