import { registerBackend, selectBackend } from '@seqloom/backend';
import { cpuBackend } from '@seqloom/backend-testkit';
import { expect, test } from 'vitest';
import { webglBackend } from '../src/index.ts';

const REASON = 'there is no canvas here; WebGL needs a page, or a worker of one';

test('alone in Node, the one error says what it needs', async () => {
  registerBackend(webglBackend());
  await expect(selectBackend()).rejects.toThrow(`selectBackend: no backend can run here (webgl: ${REASON}).`);
});

test('in Node the next backend is taken, and the report says why', async () => {
  registerBackend(webglBackend());
  registerBackend(cpuBackend());
  const backend = await selectBackend({ prefer: ['webgl'] });
  expect(backend.name).toBe('cpu');
  expect(backend.rejected).toEqual([{ name: 'webgl', reason: REASON }]);
  await backend.dispose();
});
