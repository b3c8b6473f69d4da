/** What the variables of a launcher say of the process that it has started. */
export interface Launch {
  /** The program that started the processes of the job, for messages. */
  readonly launcher: string;
  /** The processes of the job, where the launcher says it. */
  readonly size: number | undefined;
  /** The kind of library that can join the job; undefined where several can. */
  readonly kind: 'Open MPI' | 'MPICH' | undefined;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** How this process was started; undefined where it is alone. */
export function launchOf(env: Environment): Launch | undefined {
  if (env.OMPI_COMM_WORLD_SIZE !== undefined) {
    return { launcher: 'mpirun', size: Number(env.OMPI_COMM_WORLD_SIZE), kind: 'Open MPI' };
  }
  const launcher = env.SLURM_STEP_ID === undefined ? 'mpirun' : 'srun';
  if (env.PMIX_RANK !== undefined) {
    return { launcher, size: numberOf(env.SLURM_STEP_NUM_TASKS), kind: undefined };
  }
  if (env.PMI_RANK !== undefined) {
    return { launcher, size: numberOf(env.PMI_SIZE), kind: 'MPICH' };
  }
  return undefined;
}

/**
 * @throws Error when srun has started several processes without connecting them: each would train alone and write the same files
 */
export function checkConnected(env: Environment): void {
  const tasks = numberOf(env.SLURM_STEP_NUM_TASKS) ?? 1;
  if (tasks === 1 || launchOf(env)) return;
  throw new Error(
    `connect: srun has started ${tasks} processes that do not know one another. Start them by srun --mpi=pmix (Open MPI) or --mpi=pmi2 (MPICH).`,
  );
}

function numberOf(text: string | undefined): number | undefined {
  return text === undefined ? undefined : Number(text);
}
