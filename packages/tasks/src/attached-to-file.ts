import { readSafetensorsHeader } from '@seqloom/safetensors';
import { ModelFileError } from '@seqloom/train';
import { kindOfForm, taskOf } from './task-of-file.ts';

/** The class that reads the models of each kind. */
const CLASSES = { texts: 'TextClassifier', series: 'SeriesForecaster', panel: 'ManySeriesForecaster' };

/** The metadata of a model file; undefined where they cannot be read: the error of reading the whole file says more. */
export function metadataOf(bytes: Uint8Array): ReadonlyMap<string, string> | undefined {
  try {
    return readSafetensorsHeader(bytes).metadata;
  } catch {
    return undefined;
  }
}

/** What is attached to the model of a file, before any class is made of it; undefined where it cannot be read. */
export function attachmentsIn(
  metadata: ReadonlyMap<string, string> | undefined,
): ReadonlyMap<string, unknown> | undefined {
  try {
    return new Map(JSON.parse(metadata?.get('seqloom.attachments') ?? '[]') as [string, unknown][]);
  } catch {
    return undefined;
  }
}

/**
 * Refuses the file of a model of another kind before it is read with layers and classes that it does not have.
 *
 * @throws ModelFileError with the class that reads it
 */
export function refuseOtherKind(bytes: Uint8Array, expected: keyof typeof CLASSES): void {
  const attached = attachmentsIn(metadataOf(bytes));
  const kind = attached && kindOfForm(attached);
  if (kind === undefined || kind === expected) return;
  const holds = taskOf(attached!)?.holds ?? `a model of ${kind}`;
  throw new ModelFileError(
    `the file holds ${holds}, which ${CLASSES[expected]} does not read. Read it with ${CLASSES[kind]}.load.`,
  );
}
