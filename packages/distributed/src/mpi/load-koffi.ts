/** What is used of koffi. Its own types are not part of ours, because it need not be installed. */
export interface Koffi {
  load(path: string, options: { readonly global: boolean }): ForeignLibrary;
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

/** @throws Error that names the package where it is not installed */
export async function loadKoffi(): Promise<Koffi> {
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
