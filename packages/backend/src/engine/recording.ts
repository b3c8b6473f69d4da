import * as tf from '@tensorflow/tfjs-core';

/** Whether operations are being recorded for a gradient, so that a kernel has to keep what the way back needs. */
export function isRecording(): boolean {
  return (tf.engine() as unknown as { isTapeOn(): boolean }).isTapeOn(); // declared private; 4.22 is pinned
}
