import type { Layer } from '@seqloom/nn';
import { ACTIVATION_ROWS } from './activation-rows.ts';
import { ATTENTION_ROWS } from './attention-rows.ts';
import { CONVOLUTION_ROWS } from './convolution-rows.ts';
import { CORE_ROWS } from './core-rows.ts';
import type { LayerRow } from './layer-row.ts';
import { RECURRENT_ROWS } from './recurrent-rows.ts';

/** The layers that both have. Where a class here has several rows, the first one is written. */
const LAYER_ROWS: readonly LayerRow[] = [
  ...CORE_ROWS,
  ...RECURRENT_ROWS,
  ...CONVOLUTION_ROWS,
  ...ATTENTION_ROWS,
  ...ACTIVATION_ROWS,
];

const BY_NAME: ReadonlyMap<string, LayerRow> = new Map(LAYER_ROWS.map((row) => [row.className, row]));

/** The row of a class in Keras' files. */
export function rowNamed(className: string): LayerRow | undefined {
  return BY_NAME.get(className);
}

/** The row of a layer here. A class made from one of these is another class. */
export function rowOf(layer: Layer): LayerRow | undefined {
  return LAYER_ROWS.find(({ layerClass }) => layer.constructor === layerClass);
}
