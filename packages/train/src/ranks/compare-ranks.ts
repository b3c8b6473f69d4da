import { crc32 } from '@seqloom/archives';
import type { Layer } from '@seqloom/nn';
import { exactJSON, parseExactJSON } from '../backup/exact-json.ts';
import { differencesBetween, listDifferences, signatureOf } from '../backup/run-signature.ts';
import { firstPart } from '../data/parts.ts';
import { isIterable } from '../data/training-data.ts';
import type { Network } from '../model/network.ts';
import type { Plan } from '../training/fit-plan.ts';
import type { Communicator } from './communicator.ts';
import { gatherNumbers, gatherTexts, shareBytes } from './exchange.ts';
import { RankError } from './rank-error.ts';

/**
 * Compares what decides the numbers of a run with rank 0: version, model, data, options, and how far the model is trained.
 *
 * @throws RankError on every rank, which names the first rank that differs, and what
 */
export async function comparePlans(communicator: Communicator, plan: Plan): Promise<void> {
  const { passes, steps } = plan.state;
  const own = { ...signatureOf(plan, {}), epochs: plan.epochs, passes, steps };
  const text = exactJSON(own);
  const bytes = new TextEncoder().encode(text);
  const checksums = await gatherNumbers(communicator, crc32(bytes));
  const rank = checksums.findIndex((checksum) => checksum !== checksums[0]);
  if (rank < 0) return;
  const first = new TextDecoder().decode(await shareBytes(communicator, bytes));
  const differences = differencesBetween(parseExactJSON(text), parseExactJSON(first), 'on rank 0 it is');
  const texts = await gatherTexts(communicator, exactJSON(differences));
  const found = parseExactJSON(texts[rank]!) as string[]; // as exactJSON wrote it
  throw new RankError(
    `fit: rank ${rank} does not train as rank 0: ${listDifferences(found)}. Start all ranks with the same program, data and options.`,
    rank,
    found,
  );
}

/**
 * Compares the weights of the ranks by checksums.
 *
 * @throws RankError on every rank, which names the first rank whose weights differ from those of rank 0
 */
export async function compareReplicas(communicator: Communicator, model: Network): Promise<void> {
  let checksum = 0;
  for (const { data } of await model.getWeights()) {
    checksum = crc32(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), checksum);
  }
  const checksums = await gatherNumbers(communicator, checksum);
  const rank = checksums.findIndex((each) => each !== checksums[0]);
  if (rank < 0) return;
  throw new RankError(
    `fit: the weights of rank ${rank} are not those of rank 0. Do not change weights on one rank alone, and load the same files on all.`,
    rank,
    ['weights'],
  );
}

/** @throws RangeError for a plan that several ranks cannot share; all of them throw it */
export function checkPlan({ size }: Communicator, { data, options, run }: Plan): void {
  const samples = isIterable(data)
    ? (data as { readonly samples?: unknown }).samples
    : firstPart(data.inputs as never as { readonly data: []; readonly shape: number[] }).shape[0];
  if (typeof samples === 'number' && samples < size) {
    throw new RangeError(`fit: ${samples} samples are fewer than the ${size} ranks. Start fewer ranks.`);
  }
  if (!isIterable(data) && options.batchSize < size) {
    throw new RangeError(
      `fit: batchSize must be at least the number of ranks, ${size}, got ${options.batchSize}. It is the size of the batch of all ranks.`,
    );
  }
  const stateful = run.model.layers.flatMap(withInner).find(({ options }) => {
    return (options as { stateful?: unknown }).stateful === true;
  });
  if (stateful) {
    throw new RangeError(
      `fit: ${stateful.label} is stateful: its rows go on from batch to batch, which several ranks do not support. Train it in one process.`,
    );
  }
}

function withInner(layer: Layer): Layer[] {
  return [layer, ...layer.layers.flatMap(withInner)];
}
