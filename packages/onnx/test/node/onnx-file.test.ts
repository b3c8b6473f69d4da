import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cpuBackend, startBackend } from '@seqloom/backend-testkit';
import { Dense } from '@seqloom/nn';
import { Sequential } from '@seqloom/train';
import { expect, test } from 'vitest';
import { exportOnnx } from '../../src/index.ts';
import { exportOnnxToFile } from '../../src/node/index.ts';

startBackend(cpuBackend());

test('the file holds the bytes of exportOnnx, and nothing stays beside it', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'seqloom-onnx-'));
  try {
    const model = new Sequential([new Dense({ units: 2 })]).build([null, 3], { seed: 1 });
    const metadata = { unit: '°C' };
    await exportOnnxToFile(model, join(folder, 'model.onnx'), { metadata });
    const bytes = await exportOnnx(model, { metadata });
    expect(Uint8Array.from(readFileSync(join(folder, 'model.onnx')))).toEqual(bytes);
    expect(readdirSync(folder)).toEqual(['model.onnx']);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
