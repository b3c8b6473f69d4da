import type { SelectedBackend } from '@seqloom/backend';
import type { ArgsDef } from 'citty';
import { backendOptions } from './backend-options.ts';
import { openBackend } from './open-backend.ts';
import { type Options, requiredText } from './options.ts';

/** The option of every command that uses a saved model. */
export const MODEL_FILE_ARGS: Readonly<Record<'model-file', ArgsDef[string]>> = {
  'model-file': {
    type: 'string',
    valueHint: 'FILE',
    description: 'A model.safetensors that train --out wrote',
  },
};

/**
 * Starts the backend and opens the model that the options name, has them used, and releases both however that ends.
 *
 * @throws RangeError when an option is missing or wrong; whatever opening and using throw
 */
export async function withModel<T extends { readonly model: { dispose(): void } }>(
  args: Options,
  open: (file: string) => Promise<T>,
  use: (opened: T, backend: SelectedBackend) => Promise<void>,
): Promise<void> {
  const file = requiredText(args, 'model-file', '--model-file out/model.safetensors');
  const backend = await openBackend(backendOptions(args));
  let opened: T | undefined;
  try {
    opened = await open(file);
    await use(opened, backend);
  } finally {
    opened?.model.dispose();
    await backend.dispose();
  }
}
