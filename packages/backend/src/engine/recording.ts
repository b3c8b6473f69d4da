import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '../contract/tensor.ts';
import { alias, engineInside } from './engine-inside.ts';
import { raw, wrap } from './raw.ts';
import { type RowPicks, realm } from './realm.ts';

/** Runs `work`, a recording of gradients with respect to `sources`. */
export function recordFor<T>(sources: readonly Tensor[], work: () => T, rowPicks?: RowPicks): T {
  const { recordings } = realm;
  recordings.push({ sources: new Set(sources.map((source) => raw(source).id)), rowPicks });
  try {
    return work();
  } finally {
    recordings.pop();
  }
}

/** What the innermost recording wants of rows that are picked of this table; undefined: that they are recorded. */
export function rowPicksOf(table: Tensor): RowPicks | undefined {
  const recording = realm.recordings.at(-1);
  return recording?.sources.has(raw(table).id) && isRecording() ? recording.rowPicks : undefined;
}

/** Notes rows that were picked without an entry on the tape, of a table that {@link rowPicksOf} wants it of. */
export function notePickedRows(table: Tensor, ids: Tensor, numbers: ArrayLike<number>, rows: Tensor): void {
  const { sources, rowPicks } = realm.recordings.at(-1)!;
  rowPicks!.picked.push({ table, ids: wrap(tf.keep(alias(raw(ids)))), numbers, rows });
  sources.add(raw(rows).id); // they have a gradient, as the table has
}

/** Whether operations are being recorded for a gradient, so that a kernel has to keep what the way back needs. */
export function isRecording(): boolean {
  return engineInside().isTapeOn();
}

/**
 * Whether a gradient will be asked for x: it is a source of a recording, or made of one. A kernel that computes all
 * its gradients together can leave out that of a model's data.
 */
export function needsGradient(x: Tensor): boolean {
  const { recordings } = realm;
  if (recordings.length === 0 || !isRecording()) return false;
  const reached = new Set(recordings.flatMap(({ sources }) => [...sources]));
  for (const { inputs, outputs } of engineInside().state.activeTape ?? []) {
    if (Object.values(inputs).some(({ id }) => reached.has(id)))
      for (const { id } of outputs) reached.add(id);
  }
  return reached.has(raw(x).id);
}
