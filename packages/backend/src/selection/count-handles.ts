import * as tf from '@tensorflow/tfjs-core';

/** Counts the tensors of one of the engine's backends. */
export interface HandleCount {
  readonly tensors: number;
  /** Leaves the engine as it was. */
  stop(): void;
}

/**
 * Counts tensors as the engine makes and releases them. The backend's own blocks are not what to count: a GPU keeps several
 * for one tensor and releases some of them past the engine, when it uploads or packs numbers.
 */
export function countHandles(backend: tf.KernelBackend): HandleCount {
  const engine = tf.engine();
  const { trackTensor, disposeTensor, moveData } = engine;
  const ownerOf = (dataId: object) => engine.state.tensorInfo.get(dataId)?.backend;
  let tensors = 0;
  const track: typeof trackTensor = (tensor, owner) => {
    trackTensor.call(engine, tensor, owner);
    if (ownerOf(tensor.dataId) === backend) tensors++;
  };
  const release: typeof disposeTensor = (tensor) => {
    if (ownerOf(tensor.dataId) === backend) tensors--;
    disposeTensor.call(engine, tensor);
  };
  // A kernel of another backend takes its inputs over, with all their handles.
  const move: typeof moveData = (destination, dataId) => {
    const source = ownerOf(dataId);
    const handles = source?.refCount(dataId) ?? 0;
    moveData.call(engine, destination, dataId);
    if (source === backend) tensors -= handles;
    if (destination === backend) tensors += handles;
  };
  Object.assign(engine, { trackTensor: track, disposeTensor: release, moveData: move });
  return {
    get tensors() {
      return tensors;
    },
    stop() {
      // A method that somebody has wrapped since stays: it counts on, which does no harm.
      if (engine.trackTensor === track) engine.trackTensor = trackTensor;
      if (engine.disposeTensor === release) engine.disposeTensor = disposeTensor;
      if (engine.moveData === move) engine.moveData = moveData;
    },
  };
}
