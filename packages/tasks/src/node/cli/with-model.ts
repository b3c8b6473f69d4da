import type { SelectedBackend } from '@seqloom/backend';
import type { Task } from '../../task.ts';
import type { TaskTypes } from '../../task-types.ts';
import { readModelFile } from '../terminal/model-file.ts';
import { openBackend } from '../terminal/open-backend.ts';
import { type BackendOptions, required } from './common-options.ts';

/**
 * Starts the backend and opens the model that the options name, has them used, and releases both however that ends.
 *
 * @param usual opens the model where the options name none; without it they have to
 * @throws RangeError when an option is missing or wrong; what opening and using throw
 */
export async function withModel<T extends TaskTypes>(
  task: Task<T>,
  values: Partial<BackendOptions & { readonly modelFile: string }>,
  use: (model: T['model'], backend: SelectedBackend) => Promise<void>,
  usual?: (() => Promise<T['model']>) | undefined,
): Promise<void> {
  const { modelFile } = values;
  if (!usual) required(modelFile, 'model-file', 'out/model.safetensors');
  const backend = await openBackend({ name: values.backend, threads: values.threads });
  let model: T['model'] | undefined;
  try {
    model = modelFile === undefined ? await usual!() : await readModelFile(modelFile, task);
    await use(model, backend);
  } finally {
    model?.model.dispose();
    await backend.dispose();
  }
}
