import { availableParallelism } from 'node:os';
import { connect, type MpiCommunicator } from '@seqloom/distributed';
import type { Communicator } from '@seqloom/train';
import type { Terminal } from './terminal.ts';

/** The job that a command is a process of. */
export interface Job {
  readonly communicator: Communicator;
  /** Whether this process reports and writes files. */
  readonly isFirst: boolean;
  /** The threads of this process where the user says nothing: the cores of the machine divided by the processes on it. */
  readonly threads: number | undefined;
  /** The terminal of this process: only the first one writes to it. */
  readonly terminal: Terminal;
  /** Leaves the job, once all processes do. */
  close(): Promise<void>;
}

/**
 * Joins the job that `mpirun` or `srun` has started this process for; a process that is alone is a job of one.
 *
 * @throws Error that says what is missing or does not fit
 */
export async function joinJob(terminal: Terminal): Promise<Job> {
  const communicator = await connect();
  const isFirst = communicator.rank === 0;
  const { localSize = 1, close } = communicator as Partial<MpiCommunicator>;
  const shared = Math.max(1, Math.floor(availableParallelism() / localSize));
  return {
    communicator,
    isFirst,
    threads: communicator.size > 1 ? shared : undefined,
    terminal: isFirst ? terminal : { ...terminal, interactive: false, out: () => {}, err: () => {} },
    close: async () => close?.call(communicator),
  };
}
