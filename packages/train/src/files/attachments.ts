import { formatValue } from '@seqloom/options';
import { ModelFileError } from './model-file-error.ts';

/** A class whose instances can be saved with a model: their `toJSON` gives `{ className, … }`. */
export interface AttachmentClass<T = unknown> {
  /** The name in files. Default: the name of the class, which minifying bundlers change. */
  readonly className?: string;
  readonly name: string;
  /** Makes an instance from the result of `toJSON`; must throw for anything else. */
  fromJSON(json: unknown): T;
}

/** The attachments of a model, by name: instances of the given classes, or plain data. */
export interface Attachments extends ReadonlyMap<string, unknown> {
  get(name: string): unknown;
  /**
   * An instance of a class that `load` was given.
   *
   * @throws ModelFileError when there is no attachment of this name, or it is of another class
   *
   * @example
   * ```ts
   * const tokenizer = attachments.get('tokenizer', Tokenizer); // a Tokenizer, for the compiler too
   * ```
   */
  get<T>(name: string, of: AttachmentClass<T>): T;
}

class AttachmentMap extends Map<string, unknown> implements Attachments {
  readonly #classes = new Map<string, AttachmentClass>();

  override get(name: string): unknown;
  override get<T>(name: string, of: AttachmentClass<T>): T;
  override get(name: string, of?: AttachmentClass): unknown {
    const value = super.get(name);
    if (!of || this.#classes.get(name) === of || isInstance(value, of)) return value;
    const madeBy = this.#classes.get(name);
    const got = this.has(name) ? `is ${madeBy ? nameOf(madeBy) : 'plain data'}` : 'is missing';
    throw new ModelFileError(
      `attachment ${formatValue(name)} ${got}, expected ${nameOf(of)}. Its attachments: ${[...this.keys()].join(', ') || 'none'}.`,
    );
  }

  put(name: string, value: unknown, madeBy: AttachmentClass | undefined): void {
    this.set(name, value);
    if (madeBy) this.#classes.set(name, madeBy);
  }
}

/**
 * Makes attachments from parsed JSON. Data with a `className` become instances of that class; other data stay as they are.
 *
 * @throws ModelFileError for a class that was not given, with the list of known ones; what `fromJSON` throws
 */
export function reviveAttachments(json: unknown, classes: readonly AttachmentClass[]): Attachments {
  if (!Array.isArray(json))
    throw new ModelFileError(`its attachments must be a list, got ${formatValue(json)}.`);
  const known = new Map(classes.map((given) => [nameOf(given), given]));
  const attachments = new AttachmentMap();
  for (const pair of json) {
    if (
      !Array.isArray(pair) ||
      pair.length !== 2 ||
      typeof pair[0] !== 'string' ||
      attachments.has(pair[0])
    ) {
      throw new ModelFileError(`an attachment must be a new name and its data, got ${formatValue(pair)}.`);
    }
    const [name, data] = pair as [string, unknown];
    const madeBy = classOf(name, data, known);
    attachments.put(name, madeBy ? madeBy.fromJSON(data) : data, madeBy);
  }
  return attachments;
}

/** The class of saved data; undefined for plain data. */
function classOf(
  name: string,
  data: unknown,
  known: ReadonlyMap<string, AttachmentClass>,
): AttachmentClass | undefined {
  if (typeof data !== 'object' || data === null || !Object.hasOwn(data, 'className')) return undefined;
  const { className } = data as { className: unknown };
  const given = known.get(className as string);
  if (given) return given;
  throw new ModelFileError(
    `attachment ${formatValue(name)} is of the unknown class ${formatValue(className)}. Known: ${[...known.keys()].join(', ') || 'none'}.`,
  );
}

/** `of` need not be a class: `load` takes any object with `name` and `fromJSON`. */
function isInstance(value: unknown, of: AttachmentClass): boolean {
  return typeof of === 'function' && value instanceof (of as unknown as new () => object); // a function can be on the right of instanceof
}

function nameOf({ className, name }: AttachmentClass): string {
  return className ?? name;
}
