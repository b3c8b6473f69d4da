/** A field of a kernel's argument struct: an address, an integer or a float, 4 bytes each. */
export type FieldKind = 'at' | 'int' | 'float';

/** The argument struct `NAME_args` of a kernel in `c/`: the same fields in the same order. */
export interface ArgumentLayout<Fields extends Readonly<Record<string, FieldKind>>> {
  readonly kernel: string;
  readonly fields: Fields;
}

/** What a kernel is called with. */
export type ArgumentValues<Fields extends Readonly<Record<string, FieldKind>>> = {
  readonly [Name in keyof Fields]: number;
};

/** Most fields an argument struct may have. */
export const MAX_FIELDS: number = 64;

/** Every layout made so far, by kernel name; the tests hold them against the C sources. */
export const layouts: Map<string, Readonly<Record<string, FieldKind>>> = new Map();

/** Describes the argument struct of one kernel. */
export function argumentLayout<const Fields extends Readonly<Record<string, FieldKind>>>(
  kernel: string,
  fields: Fields,
): ArgumentLayout<Fields> {
  layouts.set(kernel, fields);
  return { kernel, fields };
}
