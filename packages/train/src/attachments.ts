import { formatValue } from '@seqloom/options';
import { ModelFileError } from './model-file-error.ts';

/** A class whose instances can be saved beside a model: their `toJSON` gives `{ className, … }`. */
export interface AttachmentClass {
  /** The name in files. By default the class's own name, which minifying bundlers change. */
  readonly className?: string;
  readonly name: string;
  /** Makes an instance of what `toJSON` gave; must refuse anything else by throwing. */
  fromJSON(json: unknown): unknown;
}

/**
 * Makes attachments of parsed JSON: data with a `className` become instances of the class of that name, other data stay.
 *
 * @throws ModelFileError for a class that was not given, with the list of known ones; whatever `fromJSON` throws
 */
export function reviveAttachments(json: unknown, classes: readonly AttachmentClass[]): Map<string, unknown> {
  if (!Array.isArray(json))
    throw new ModelFileError(`its attachments must be a list, got ${formatValue(json)}.`);
  const known = new Map(classes.map((given) => [given.className ?? given.name, given]));
  const attachments = new Map<string, unknown>();
  for (const pair of json) {
    if (
      !Array.isArray(pair) ||
      pair.length !== 2 ||
      typeof pair[0] !== 'string' ||
      attachments.has(pair[0])
    ) {
      throw new ModelFileError(`an attachment must be a new name and its data, got ${formatValue(pair)}.`);
    }
    attachments.set(pair[0], revive(pair[0], pair[1], known));
  }
  return attachments;
}

function revive(name: string, data: unknown, known: ReadonlyMap<string, AttachmentClass>): unknown {
  if (typeof data !== 'object' || data === null || !Object.hasOwn(data, 'className')) return data;
  const { className } = data as { className: unknown };
  const given = known.get(className as string);
  if (!given) {
    throw new ModelFileError(
      `attachment ${formatValue(name)} is of the unknown class ${formatValue(className)}. Known: ${[...known.keys()].join(', ') || 'none'}.`,
    );
  }
  return given.fromJSON(data);
}
