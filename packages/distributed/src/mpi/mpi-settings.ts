/**
 * Settings of the MPI libraries, as variables that they read when they start. An all-reduce always goes the same way, so that sums have
 * the same bits in every run: by itself Open MPI chooses by the size of the array and the number of ranks. Ranks that wait yield the
 * core to those that compute, and to the threads that move data over a network.
 */
const DEFAULTS: Readonly<Record<string, string>> = {
  OMPI_MCA_coll_tuned_use_dynamic_rules: '1',
  OMPI_MCA_coll_tuned_allreduce_algorithm: '3', // recursive doubling
  OMPI_MCA_mpi_yield_when_idle: '1',
  MPIR_CVAR_ALLREDUCE_INTRA_ALGORITHM: 'recursive_doubling',
};

/** Sets what the user or the launcher has not. */
export function setMpiDefaults(env: Record<string, string | undefined>): void {
  for (const [name, value] of Object.entries(DEFAULTS)) env[name] ??= value;
}
