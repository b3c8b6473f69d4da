import type { Preprocessor } from '@seqloom/arrays';
import type { Layer, Shape } from '@seqloom/nn';
import { Sequential } from '@seqloom/train';
import { type Fields, kerasObject, listOf } from '../config/keras-object.ts';
import { KerasFileError } from '../keras-file-error.ts';
import { named } from '../layers/read-layer.ts';
import { sampleShapeOf } from './input-layer.ts';
import type { ModelReader } from './model-reader.ts';
import { whereOf } from './where-of.ts';

/** The shape of one sample for which a stack was built, by the stack. It is built once its weights are known. */
const SHAPES = new WeakMap<Sequential, Shape>();

/** The shape of a batch for which to build a stack. */
export function stackShape(model: Sequential): Shape {
  const shape = SHAPES.get(model);
  if (shape) return [null, ...shape];
  throw new KerasFileError(
    `${model.label}: the file does not say what shape it takes. Build the model in Keras and save it again.`,
  );
}

/** Makes a `Sequential` of its config. */
export function readStack(where: string, config: Fields, reader: ModelReader): Sequential {
  const layers: Layer[] = [];
  let preprocessor: Preprocessor | undefined;
  let shape = sampleShapeOf(where, config, reader.notes);
  for (const value of listOf(`${where}: layers`, config.layers)) {
    const object = kerasObject(`${where}: layers`, value);
    const given = sampleShapeOf(whereOf(object), object.config, reader.notes);
    if (layers.length === 0 && given) shape = given;
    if (object.className === 'InputLayer' && object.builtIn) continue;
    const first = layers.length === 0 && !preprocessor ? reader.preprocessor(value) : undefined;
    if (first) preprocessor = first;
    else layers.push(reader.layer(value));
  }
  if (layers.length === 0) throw new KerasFileError(`${where}: has no layers.`);
  const stack = named(where, { name: 'sequential', ...config }, (common) => {
    return new Sequential({ ...common, layers, preprocessor });
  }) as Sequential; // what the function made
  if (shape) SHAPES.set(stack, preprocessor ? preprocessor.outputShape(shape) : shape);
  return stack;
}
