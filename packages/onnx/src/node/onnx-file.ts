import type { Network } from '@seqloom/train';
import { writeFileAtomically } from '@seqloom/train/node';
import { type ExportOnnxOptions, exportOnnx } from '../export-onnx.ts';

/** `exportOnnx` into a file, atomically. */
export async function exportOnnxToFile(
  model: Network,
  path: string,
  options: ExportOnnxOptions = {},
): Promise<void> {
  await writeFileAtomically(path, await exportOnnx(model, options));
}
