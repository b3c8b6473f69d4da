import * as tf from '@tensorflow/tfjs-core';

/** tfjs's flag: shapes are arguments of a shader instead of constants in it. */
const FLAG = 'WEBGL_USE_SHAPES_UNIFORMS';

/**
 * Runs a kernel with shaders that serve all shapes of a rank. Batches and sequences differ in length, and a shader for each shape costs
 * more to compile than it saves. The flag is tfjs's own and stays what a user's tfjs has.
 */
export function withSharedShaders<T>(kernel: () => T): T {
  const flags = tf.env();
  const before = flags.getBool(FLAG);
  if (before) return kernel();
  flags.set(FLAG, true);
  try {
    return kernel();
  } finally {
    flags.set(FLAG, before);
  }
}
