export type { SafetensorsFile } from './decode.ts';
export { decodeSafetensors } from './decode.ts';
export type { Dtype, DtypeArrays, SafeTensor } from './dtypes.ts';
export { encodeSafetensors } from './encode.ts';
export { bfloat16ToFloat32, float16ToFloat32, float32ToFloat16 } from './half.ts';
export type { SafetensorsHeader, TensorEntry } from './read-header.ts';
export { readSafetensorsHeader } from './read-header.ts';
export { SafetensorsError } from './safetensors-error.ts';
