import { awaitsBackend, ready } from '@seqloom/backend';
import type { LayerClass } from '@seqloom/nn';
import { type LoadOptions, load as loadAtOnce } from '@seqloom/train';

/** What `load` of `@seqloom/train` gives for some classes of layers. */
type Loaded<Class extends LayerClass> = ReturnType<typeof loadAtOnce<Class>>;

/**
 * Reads a model that `save` wrote, and starts a backend for it where none is in use: `load` of `@seqloom/train`, which needs one
 * already.
 *
 * @throws ModelFileError for a file that is damaged, contradicts itself, or names a class that was not given;
 * BackendUnavailableError when no backend can run here
 *
 * @example
 * ```ts
 * const { model } = await load(bytes, { layers: [Embedding, LSTM, Dense] });
 * ```
 */
export async function load<Class extends LayerClass>(
  bytes: Uint8Array,
  options: LoadOptions<Class>,
): Promise<Loaded<Class>> {
  if (awaitsBackend()) await ready();
  return loadAtOnce(bytes, options);
}
