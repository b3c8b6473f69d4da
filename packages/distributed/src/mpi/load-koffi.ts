/** What is used of koffi. Its own types are not part of ours, because it need not be installed. */
export interface Koffi {
  config(settings: { readonly async_stack_size: number }): void;
  /** @param path null for the functions of the process itself */
  load(path: string | null, options?: { readonly global: boolean }): ForeignLibrary;
}

/** A library of C. */
export interface ForeignLibrary {
  /** @param prototype such as `int MPI_Finalize()` */
  func(prototype: string): ForeignFunction;
  /** The address of what the library exports by a name; throws where it does not. */
  symbol(name: string): unknown;
}

export interface ForeignFunction {
  (...given: unknown[]): number;
  /** Calls it on another thread. The last argument is called with the result. */
  async(...given: unknown[]): void;
}

/** Calls on other threads have a stack of 256 KiB in koffi, in which MPICH overflows. */
const STACK_BYTES = 4 * 1024 * 1024;

/** @throws Error that names the package where it is not installed, or says that something else has used it before */
export async function loadKoffi(): Promise<Koffi> {
  const koffi = await importKoffi();
  try {
    koffi.config({ async_stack_size: STACK_BYTES });
  } catch (cause) {
    throw new Error(
      'mpi: needs larger stacks of koffi, which can be set only before koffi loads a library. Call mpi() before other uses of koffi.',
      { cause },
    );
  }
  return koffi;
}

async function importKoffi(): Promise<Koffi> {
  try {
    const { default: koffi } = await import('koffi');
    return koffi as unknown as Koffi;
  } catch (cause) {
    throw new Error(
      'mpi: needs the package koffi, which calls the MPI library of this machine, and it cannot be loaded. npm install koffi.',
      { cause },
    );
  }
}
