import { Layer, type LayerClass } from '@seqloom/nn';

/** The layers among the exports of a package. Classes without a className of their own are bases to extend. */
export function exportedLayers(exports: Readonly<Record<string, unknown>>): LayerClass[] {
  return Object.values(exports).filter(
    (value): value is LayerClass =>
      typeof value === 'function' && value.prototype instanceof Layer && Object.hasOwn(value, 'className'),
  );
}

/** The functions among the exports of a package; names of classes begin with a capital letter. */
export function exportedFunctions(exports: Readonly<Record<string, unknown>>): string[] {
  return Object.entries(exports).flatMap(([name, value]) =>
    typeof value === 'function' && /^[a-z]/.test(name) ? [name] : [],
  );
}
