/**
 * The kernel in whose absence TensorFlow.js cannot train an embedding on its WASM backend, for `registerKernel`: the gradient of its table, here a
 * plain sum in O(n).
 */
export const unsortedSegmentSum = {
  kernelName: 'UnsortedSegmentSum',
  backendName: 'wasm',
  kernelFunc({ inputs: { x, segmentIds }, backend, attrs: { numSegments } }) {
    const inner = x.shape.slice(segmentIds.shape.length).reduce((product, length) => product * length, 1);
    const sum = backend.makeOutput([numSegments, inner], 'float32');
    // Views after the allocation, which may move the heap.
    const [rows, ids, out] = [x, segmentIds, sum].map((tensor) => backend.typedArrayFromHeap(tensor));
    out.fill(0);
    ids.forEach((id, i) => {
      for (let j = 0; j < inner; j++) out[id * inner + j] += rows[i * inner + j];
    });
    return sum;
  },
};
