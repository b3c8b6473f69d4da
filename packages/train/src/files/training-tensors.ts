import type { NdArray } from '@seqloom/arrays';
import type { SafeTensor } from '@seqloom/safetensors';
import { slotTensorName, stateTensorName } from './file-format.ts';
import type { SlotValues } from './slot-values.ts';
import { float32Of } from './stored-weights.ts';

/** The slots of an optimizer as tensors of a file. */
export function slotTensors(slots: readonly SlotValues[]): [string, SafeTensor][] {
  return slots.map(({ weight, slot, shape, data }) => [
    slotTensorName(weight, slot),
    { dtype: 'F32', shape, data },
  ]);
}

/** What stateful layers carry, by `<layer>/<number>`, as tensors of a file. */
export function stateTensors(states: Readonly<Record<string, NdArray>>): [string, SafeTensor][] {
  return Object.entries(states).map(([name, { data, shape }]) => [
    stateTensorName(name),
    { dtype: 'F32', shape, data: data as Float32Array }, // states are float32
  ]);
}

/** What stateful layers carry, of the tensors of a file. */
export function statesOf(tensors: ReadonlyMap<string, SafeTensor>): Record<string, NdArray> {
  const prefix = stateTensorName('');
  const states = [...tensors].filter(([name]) => name.startsWith(prefix));
  return Object.fromEntries(
    states.map(([name, tensor]) => [name.slice(prefix.length), float32Of(name, tensor)]),
  );
}
