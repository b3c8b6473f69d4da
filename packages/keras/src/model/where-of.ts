import { formatValue } from '@seqloom/options';
import type { KerasObject } from '../config/keras-object.ts';

/** How messages name a layer: `layer "lstm_1" (LSTM)`. */
export function whereOf({ className, config, fields }: KerasObject): string {
  return `layer ${formatValue(config.name ?? fields.name)} (${className.slice(0, 100)})`;
}
