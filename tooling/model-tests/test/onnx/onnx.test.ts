import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { liveTensors } from '@seqloom/backend';
import { startBackend } from '@seqloom/backend-testkit';
import { wasmBackend } from '@seqloom/backend-wasm';
import { setWarningHandler } from '@seqloom/nn';
import { readRecorded } from '@seqloom/vitest/recorded';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { exportCase } from './export-case.ts';
import { LAYER_CASES } from './layer-cases.ts';
import { MODEL_CASES } from './model-cases.ts';

/** What `tooling/oracles/onnx_models.py` found: onnxruntime ran exactly these bytes, and gave these outputs for the first run. */
interface RecordedCase {
  readonly sha256: string;
  readonly outputs: readonly (readonly number[])[];
}

interface RecordedCases {
  readonly cases: Readonly<Record<string, RecordedCase>>;
}

/** With this variable the test writes the files and 20 runs of each, for the scripts that run other engines. */
const folder = process.env.SEQLOOM_ONNX_FOLDER;
const cases = [...LAYER_CASES, ...MODEL_CASES];

startBackend(wasmBackend());
beforeAll(() => void setWarningHandler(() => {}));
afterAll(() => void setWarningHandler());

const rows = cases.map((each, i) => [each.name, i] as const);

if (folder !== undefined) {
  mkdirSync(folder, { recursive: true });
  test.each(rows)('%s is written', async (_, i) => {
    const { name, bytes, sha256, runs } = await exportCase(cases[i]!, 20);
    writeFileSync(join(folder, `${i}.onnx`), bytes);
    const kind = i < LAYER_CASES.length ? 'layer' : 'model';
    writeFileSync(join(folder, `${i}.json`), JSON.stringify({ name, kind, sha256, runs }));
  });
} else {
  const recorded = readRecorded<RecordedCases>('onnx_models').cases;

  test.each(rows)('%s: the file that onnxruntime ran', async (name, i) => {
    const before = liveTensors();
    const { sha256, runs } = await exportCase(cases[i]!, 1);
    const { sha256: expected, outputs } = recorded[name]!;
    // Another file needs another look by onnxruntime: record again.
    expect(sha256).toBe(expected);
    const got = runs[0]!.outputs.map(({ data }) => data);
    expect(got).toHaveLength(outputs.length);
    for (const [place, values] of outputs.entries()) {
      expect(got[place]).toHaveLength(values.length);
      const differences = values.map((value, at) => Math.abs(got[place]![at]! - value));
      expect(Math.max(0, ...differences)).toBeLessThanOrEqual(1e-5); // float32 sums in another order
    }
    expect(liveTensors()).toBe(before);
  });

  test('every recorded model is still here', () => {
    expect(Object.keys(recorded).sort()).toEqual(cases.map(({ name }) => name).sort());
  });
}
