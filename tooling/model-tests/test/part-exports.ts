import { Layer, type LayerClass } from '@seqloom/nn';

/** The layers among the exports of a package. Classes without a className of their own are bases to extend. */
export function exportedLayers(exports: Readonly<Record<string, unknown>>): LayerClass[] {
  return Object.values(exports).filter(
    (value): value is LayerClass =>
      typeof value === 'function' && value.prototype instanceof Layer && Object.hasOwn(value, 'className'),
  );
}
