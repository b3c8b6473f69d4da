// The shape of `tooling/api-reference/dist/api.json`, which `describe-entries.mjs` writes.

/** What an entry of a package exports. */
export interface ApiEntry {
  /** `@seqloom/train/node` */
  readonly name: string;
  /** The folder of the package: `train`. */
  readonly folder: string;
  readonly members: readonly ApiMember[];
  /** Names of other entries that this one exports too. */
  readonly passedOn: readonly { readonly name: string; readonly from: string }[];
}

/** An export that is declared in the package. */
export interface ApiMember {
  readonly name: string;
  readonly kind: 'class' | 'interface' | 'type' | 'function' | 'variable';
  /** `packages/train/src/training/fit.ts#L40` */
  readonly source?: string;
  readonly signatures: readonly string[];
  /** Markdown. */
  readonly doc: string;
  readonly parameters: readonly { readonly name: string; readonly doc: string }[];
  readonly extends?: string;
  readonly fields?: readonly ApiField[];
}

/** A property, an accessor or a method. */
export interface ApiField {
  readonly name: string;
  /** The type; of a method its signatures, one a line. */
  readonly type: string;
  readonly optional: boolean;
  readonly call: boolean;
  /** Markdown. */
  readonly doc: string;
}
