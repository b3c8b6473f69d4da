import type { Communicator } from './communicator.ts';

/** A number of each rank, by rank. All ranks get the same. */
export async function gatherNumbers(communicator: Communicator, value: number): Promise<Float64Array> {
  const values = new Float64Array(communicator.size);
  values[communicator.rank] = value;
  await communicator.allReduce(values);
  return values;
}

/** Whether a condition holds on any rank. */
export async function anyOf(communicator: Communicator, condition: boolean): Promise<boolean> {
  return (await gatherNumbers(communicator, Number(condition))).some((value) => value > 0);
}

/** An array of each rank, by rank; undefined for a rank that has none. */
export async function gatherArrays(
  communicator: Communicator,
  own: Float64Array | undefined,
): Promise<(Float64Array | undefined)[]> {
  const lengths = await gatherNumbers(communicator, own ? own.length : -1);
  const ends = [...lengths];
  for (const [rank, length] of lengths.entries()) ends[rank] = Math.max(0, length) + (ends[rank - 1] ?? 0);
  const all = new Float64Array(ends.at(-1)!);
  const begin = (rank: number) => ends[rank - 1] ?? 0;
  if (own) all.set(own, begin(communicator.rank));
  if (all.length > 0) await communicator.allReduce(all);
  return ends.map((end, rank) => (lengths[rank]! < 0 ? undefined : all.slice(begin(rank), end)));
}

/** The bytes of one rank on all of them; undefined where it has none. The bytes of other ranks are not looked at. */
export async function shareBytes(
  communicator: Communicator,
  own: Uint8Array | undefined,
  root = 0,
): Promise<Uint8Array | undefined> {
  const isRoot = communicator.rank === root;
  const length = (await gatherNumbers(communicator, isRoot && own ? own.length + 1 : 0))[root]!;
  if (length === 0) return undefined;
  const bytes = new Uint8Array(length - 1);
  if (isRoot) bytes.set(own!);
  if (bytes.length > 0) await communicator.broadcast(bytes, root);
  return bytes;
}

/** A text of each rank, by rank; empty for a rank that has none. */
export async function gatherTexts(communicator: Communicator, own: string): Promise<string[]> {
  const bytes = new TextEncoder().encode(own);
  const texts: string[] = [];
  for (let rank = 0; rank < communicator.size; rank++) {
    texts.push(new TextDecoder().decode(await shareBytes(communicator, bytes, rank)));
  }
  return texts;
}
