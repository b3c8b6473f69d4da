import { formatValue, type OptionalRule, rule } from '@seqloom/options';
import type { CustomLayers } from './custom-layer.ts';

/** The rule of an option that supplies layers. */
export function customLayersRule(): OptionalRule<CustomLayers> {
  return rule<CustomLayers>((owner, option, value) => {
    const isEntry = (entry: unknown) =>
      typeof (entry as { fromConfig?: unknown } | null)?.fromConfig === 'function';
    if (typeof value === 'object' && value !== null && Object.values(value).every(isEntry)) return;
    throw new TypeError(`${owner}: ${option} must hold { fromConfig } by class, got ${formatValue(value)}.`);
  }, {});
}
