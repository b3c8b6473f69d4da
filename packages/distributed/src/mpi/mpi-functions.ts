import type { OpenLibrary } from './find-library.ts';
import type { ForeignFunction } from './load-koffi.ts';

/** The functions of an MPI library that are used, with its handles. */
export interface MpiFunctions {
  readonly initThread: ForeignFunction;
  readonly finalize: ForeignFunction;
  readonly abort: (code: number) => void;
  readonly rank: () => number;
  readonly size: () => number;
  /** In place, on another thread. */
  readonly allReduce: (values: Float32Array | Float64Array) => Promise<number>;
  readonly broadcast: (bytes: Uint8Array, root: number) => Promise<number>;
  readonly barrier: () => Promise<number>;
}

/** The constants of `mpi.h` that the calls need. */
interface Handles {
  /** The C type of communicators, types and operations. */
  readonly type: string;
  readonly world: unknown;
  readonly float: unknown;
  readonly double: unknown;
  readonly byte: unknown;
  readonly sum: unknown;
  /** `MPI_IN_PLACE`, an address. */
  readonly inPlace: number;
}

/** Open MPI's handles are addresses of what it exports; those of MPICH, and of libraries with its binary interface, are numbers. */
function handlesOf({ library, kind }: OpenLibrary): Handles {
  if (kind === 'MPICH') {
    return {
      type: 'int',
      world: 0x44000000,
      float: 0x4c00040a,
      double: 0x4c00080b,
      byte: 0x4c00010d,
      sum: 0x58000003,
      inPlace: -1,
    };
  }
  return {
    type: 'void *',
    world: library.symbol('ompi_mpi_comm_world'),
    float: library.symbol('ompi_mpi_float'),
    double: library.symbol('ompi_mpi_double'),
    byte: library.symbol('ompi_mpi_byte'),
    sum: library.symbol('ompi_mpi_op_sum'),
    inPlace: 1,
  };
}

/** Looks up the functions. */
export function mpiFunctions(open: OpenLibrary): MpiFunctions {
  const { library } = open;
  const { type, world, float, double, byte, sum, inPlace } = handlesOf(open);
  const place = (name: string) => {
    const call = library.func(`int ${name}(${type} comm, _Out_ int *place)`);
    return () => {
      const out = [0];
      check(name, call(world, out));
      return out[0]!;
    };
  };
  const abort = library.func(`int MPI_Abort(${type} comm, int code)`);
  const allReduce = library.func(
    `int MPI_Allreduce(intptr_t send, void *values, int count, ${type} kind, ${type} operation, ${type} comm)`,
  );
  const broadcast = library.func(
    `int MPI_Bcast(void *values, int count, ${type} kind, int root, ${type} comm)`,
  );
  const barrier = library.func(`int MPI_Barrier(${type} comm)`);
  return {
    initThread: library.func(
      'int MPI_Init_thread(void *argc, void *argv, int required, _Out_ int *provided)',
    ),
    finalize: library.func('int MPI_Finalize()'),
    abort: (code) => void abort(world, code),
    rank: place('MPI_Comm_rank'),
    size: place('MPI_Comm_size'),
    allReduce: (values) =>
      onThread(
        allReduce,
        inPlace,
        values,
        values.length,
        values instanceof Float32Array ? float : double,
        sum,
        world,
      ),
    broadcast: (bytes, root) => onThread(broadcast, bytes, bytes.length, byte, root, world),
    barrier: () => onThread(barrier, world),
  };
}

/** @throws Error unless the code is that of success */
export function check(name: string, code: number): void {
  if (code !== 0) throw new Error(`mpi: ${name} failed with the code ${code} of the MPI library.`);
}

/** Calls a function on another thread, so that this one can tell that it takes too long. */
function onThread(call: ForeignFunction, ...given: unknown[]): Promise<number> {
  return new Promise((resolve, reject) => {
    call.async(...given, (error: Error | null, code: number) => {
      if (error) reject(error);
      else resolve(code);
    });
  });
}
