import { checkLayerCount, type LayerConfig, MAX_LAYERS, MAX_RANK, type Shape } from '@seqloom/nn';
import { formatValue } from '@seqloom/options';
import { FORMAT_VERSION } from './file-format.ts';
import { ModelFileError } from './model-file-error.ts';
import { parseJSON } from './parse-json.ts';

/** A stack of layers in a file. The layers are checked when they are made. */
export interface StackConfig {
  readonly name: string;
  readonly trainable: boolean;
  /** Read when it is made, as the layers are. */
  readonly preprocessor?: unknown;
  readonly inputShape: Shape;
  readonly layers: readonly unknown[];
}

/**
 * The model of a file: a stack, or a model that branches, which says itself what it is made of.
 *
 * @throws ModelFileError unless the entry holds a model of this format, of limited size
 */
export function readConfig(json: string | undefined): StackConfig | LayerConfig {
  if (json === undefined) throw new ModelFileError('holds no model. Was it written by save?');
  const root = parseJSON(json, 'model') as { format?: unknown; model?: unknown } | null;
  if (root?.format !== FORMAT_VERSION) {
    throw new ModelFileError(`has format ${formatValue(root?.format)}, expected ${FORMAT_VERSION}.`);
  }
  if (isBranching(root.model)) {
    checkLayerCount('layers', root.model);
    return root.model;
  }
  const {
    className,
    name,
    trainable = true,
    preprocessor,
    inputShape,
    layers,
  } = (root.model ?? {}) as Record<string, unknown>;
  const isSize = (size: unknown) => size === null || (Number.isSafeInteger(size) && (size as number) > 0);
  if (className !== 'Sequential' || typeof name !== 'string') {
    throw new ModelFileError(`expected a Sequential with a name or a Model, got ${formatValue(root.model)}.`);
  }
  if (typeof trainable !== 'boolean') {
    throw new ModelFileError(`trainable must be true or false, got ${formatValue(trainable)}.`);
  }
  if (!Array.isArray(inputShape) || !inputShape.every(isSize)) {
    throw new ModelFileError(
      `inputShape must hold positive integers or null, got ${formatValue(inputShape)}.`,
    );
  }
  if (inputShape.length >= MAX_RANK) {
    throw new ModelFileError(
      `inputShape must have less than ${MAX_RANK} sizes, got ${formatValue(inputShape)}.`,
    );
  }
  if (!Array.isArray(layers) || layers.length > MAX_LAYERS) {
    throw new ModelFileError(`layers must be a list of at most ${MAX_LAYERS}, got ${formatValue(layers)}.`);
  }
  checkLayerCount('layers', layers);
  return { name, trainable, inputShape, layers, ...(preprocessor !== undefined && { preprocessor }) };
}

/** `Model` is not imported: a page that loads a `Sequential` goes without it. */
function isBranching(model: unknown): model is LayerConfig {
  const { className, options } = (model ?? {}) as Record<string, unknown>;
  return className === 'Model' && typeof options === 'object' && options !== null;
}
