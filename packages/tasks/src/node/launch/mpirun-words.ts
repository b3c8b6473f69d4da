/** A kind of `mpirun`. */
export type MpirunKind = 'Open MPI' | 'MPICH';

/** What is to be started. */
export interface LaunchPlan {
  readonly kind: MpirunKind;
  readonly ranks: number;
  /** Such as `['a:2', 'b:2']`: how many of the processes run where. Default: all on this machine. */
  readonly hosts: readonly string[];
  /** Cores of this machine. */
  readonly cores: number;
  readonly isRoot: boolean;
  /** Variables that the processes of other machines are given, too. */
  readonly variables: readonly string[];
  readonly command: readonly string[];
}

/**
 * Makes Open MPI notice a machine that is gone: its daemons ask one another whether they are there after 5 s of silence, and give up
 * after three answers that do not come within 2 s. By itself the system asks after two hours. The options are those of Open MPI 4.
 */
const KEEP_ALIVE = [
  ['oob_tcp_keepalive_time', '5'],
  ['oob_tcp_keepalive_intvl', '2'],
  ['oob_tcp_keepalive_probes', '3'],
];
/** Sums with the same bits in every run, and ranks that yield the core while they wait. `mpi()` sets them, too, where they are missing. */
const STEADY = [
  ['mpi_yield_when_idle', '1'],
  ['coll_tuned_use_dynamic_rules', '1'],
  ['coll_tuned_allreduce_algorithm', '3'],
];

/** The words of an `mpirun` that starts the processes of a job. */
export function mpirunWords({ kind, ranks, hosts, cores, isRoot, variables, command }: LaunchPlan): string[] {
  const count = ['-n', String(ranks)];
  if (kind === 'MPICH') {
    const where = hosts.length > 0 ? ['-hosts', hosts.join(',')] : [];
    return [
      ...where,
      ...count,
      '-genv',
      'MPIR_CVAR_ALLREDUCE_INTRA_ALGORITHM',
      'recursive_doubling',
      ...command,
    ];
  }
  const settings = [...KEEP_ALIVE, ...STEADY].flatMap((setting) => ['--mca', ...setting]);
  return [
    ...(isRoot ? ['--allow-run-as-root'] : []),
    ...(hosts.length > 0 ? ['--host', hosts.join(',')] : []),
    ...(hosts.length === 0 && ranks > cores ? ['--oversubscribe'] : []),
    // a rank bound to one core would run all of its threads there
    '--bind-to',
    'none',
    ...settings,
    ...variables.flatMap((name) => ['-x', name]),
    ...count,
    ...command,
  ];
}

/** The kind of an `mpirun` by what it says of its version. */
export function mpirunKind(version: string): MpirunKind | undefined {
  if (version.includes('Open MPI') || version.includes('OpenRTE')) return 'Open MPI';
  return /HYDRA|MPICH/i.test(version) ? 'MPICH' : undefined;
}
