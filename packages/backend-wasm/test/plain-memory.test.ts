import { describeBackend } from '@seqloom/backend-testkit';
import { afterAll, beforeAll, vi } from 'vitest';
import { wasmBackend } from '../src/index.ts';

// As in a page that is not cross-origin isolated: memory cannot be shared.
beforeAll(() => vi.stubGlobal('crossOriginIsolated', false));
afterAll(() => vi.unstubAllGlobals());

await describeBackend('wasm, plain memory', wasmBackend());
