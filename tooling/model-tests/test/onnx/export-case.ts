import { createHash } from 'node:crypto';
import { dispose, type Tensor } from '@seqloom/backend';
import { exportOnnx } from '@seqloom/onnx';
import type { Network } from '@seqloom/train';
import { type CaseInput, type OnnxCase, runInputs, tensorsOf } from './onnx-case.ts';

/** What goes into a graph, and what the model makes of it. */
export interface CaseRun {
  readonly inputs: readonly CaseInput[];
  readonly outputs: readonly { readonly shape: readonly number[]; readonly data: readonly number[] }[];
}

/** A model as an ONNX file, with runs of it. */
export interface ExportedCase {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly sha256: string;
  readonly runs: readonly CaseRun[];
}

/** Exports a model and runs it here. */
export async function exportCase(onnxCase: OnnxCase, runs: number): Promise<ExportedCase> {
  const model = onnxCase.make();
  try {
    const bytes = await exportOnnx(model, { layers: onnxCase.rows ?? {} });
    const all: CaseRun[] = [];
    for (let run = 0; run < runs; run++) {
      const inputs = runInputs(onnxCase, run);
      all.push({ inputs, outputs: await predictions(model, inputs) });
    }
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    return { name: onnxCase.name, bytes, sha256, runs: all };
  } finally {
    model.dispose();
  }
}

async function predictions(model: Network, inputs: readonly CaseInput[]): Promise<CaseRun['outputs']> {
  const tensors = tensorsOf(inputs);
  const x = (tensors.length === 1 ? tensors[0] : tensors) as Tensor; // a model of several inputs takes a list
  const outputs = [model.apply(x)].flat() as Tensor[];
  dispose(...tensors);
  return Promise.all(
    outputs.map(async (output) => {
      const data = Array.from(await output.data());
      const { shape } = output;
      output.dispose();
      return { shape, data };
    }),
  );
}
