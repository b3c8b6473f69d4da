import { registerBackend, selectBackend } from '@seqloom/backend';
import { expect, test } from 'vitest';
import { cpuBackend, fuzzEngine } from '../src/index.ts';

/** More for a nightly run. */
const CALLS = Number(process.env.SEQLOOM_FUZZ_CALLS ?? 20_000);
const SEED = Number(process.env.SEQLOOM_FUZZ_SEED ?? 1);

test('random calls are answered rightly or refused, and change no other tensor', {
  timeout: 10 * CALLS,
}, async () => {
  registerBackend(cpuBackend());
  const backend = await selectBackend({ prefer: ['cpu'] });
  const { answered, refused, differentiated } = await fuzzEngine({ seed: SEED, calls: CALLS });
  expect(answered + refused).toBe(CALLS);
  expect(refused).toBeGreaterThan(0.45 * CALLS);
  expect(differentiated).toBeGreaterThan(0.03 * CALLS);
  await backend.dispose();
});
