import type { Communicator } from '@seqloom/train';
import { checkConnected, launchOf } from './launcher.ts';
import { type MpiCommunicator, type MpiOptions, mpi } from './mpi/mpi.ts';
import { single } from './single.ts';

/** Whether `mpirun` or `srun` has started this process as one of a job. */
export function isLaunched(): boolean {
  return launchOf(process.env) !== undefined;
}

/**
 * The communicator of this process: `mpi()` where `mpirun` or `srun` has started it, otherwise `single()`. So the same program runs on a
 * laptop and on a cluster.
 *
 * @throws what `mpi` throws; Error when `srun` has started several processes without connecting them
 *
 * @example
 * ```ts
 * const communicator = await connect();
 * await fit(model, data, { ...options, communicator });
 * ```
 */
export async function connect(options: MpiOptions = {}): Promise<Communicator | MpiCommunicator> {
  checkConnected(process.env);
  return isLaunched() ? mpi(options) : single();
}
