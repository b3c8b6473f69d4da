import { registerBackend, selectBackend } from '@seqloom/backend';
import { fuzzEngine } from '@seqloom/backend-testkit';
import { expect, test } from 'vitest';
import { wasmBackend } from '../src/index.ts';

/** More for a nightly run. */
const CALLS = Number(process.env.SEQLOOM_FUZZ_CALLS ?? 20_000);
const SEED = Number(process.env.SEQLOOM_FUZZ_SEED ?? 1);

test.each([
  [1, wasmBackend()],
  [2, wasmBackend()],
])(
  'on %i threads random calls are answered rightly or refused, and change no other tensor',
  {
    timeout: 10 * CALLS,
  },
  async (threads, plugin) => {
    registerBackend(plugin);
    const backend = await selectBackend({ prefer: ['wasm'], threads });
    expect(backend.threads).toBe(threads);
    // Other calls on two threads.
    const { answered, refused, differentiated } = await fuzzEngine({ seed: SEED + threads, calls: CALLS });
    expect(answered + refused).toBe(CALLS);
    expect(refused).toBeGreaterThan(0.45 * CALLS);
    expect(differentiated).toBeGreaterThan(0.03 * CALLS);
    await backend.dispose();
  },
);
