import type { Launch } from '../launcher.ts';
import type { ForeignLibrary, Koffi } from './load-koffi.ts';

type Kind = NonNullable<Launch['kind']>;

/** Names under which the libraries are found: Debian and most clusters, a link without a version, macOS, Homebrew. */
const NAMES: Readonly<Record<Kind, readonly string[]>> = {
  'Open MPI': ['libmpi.so.40', 'libmpi.so', 'libmpi.40.dylib', '/opt/homebrew/lib/libmpi.dylib'],
  MPICH: ['libmpich.so.12', 'libmpi.so.12', 'libmpich.so', 'libmpi.so', 'libmpi.12.dylib'],
};

const PACKAGES: Readonly<Record<Kind, string>> = {
  'Open MPI': 'openmpi-bin (Debian, Ubuntu), openmpi (Fedora, Homebrew)',
  MPICH: 'mpich',
};

/** An MPI library that was opened. */
export interface OpenLibrary {
  readonly library: ForeignLibrary;
  readonly kind: Kind;
  /** As it was looked for. */
  readonly name: string;
}

/**
 * Opens the MPI library that fits the launcher.
 *
 * @param given a path or name that takes the place of the usual ones
 * @param wanted the kind that the launcher belongs to; undefined: any
 * @throws Error that lists what was tried, and what to install
 */
export function openMpiLibrary(
  koffi: Koffi,
  given: string | undefined,
  wanted: Kind | undefined,
): OpenLibrary {
  const kinds: readonly Kind[] = wanted ? [wanted] : ['Open MPI', 'MPICH'];
  const names = given === undefined ? [...new Set(kinds.flatMap((kind) => NAMES[kind]))] : [given];
  const tried: string[] = [];
  for (const name of names) {
    try {
      // Open MPI loads parts of itself that look for its names among the global ones.
      const library = koffi.load(name, { global: true });
      const kind: Kind = exports(library, 'ompi_mpi_comm_world') ? 'Open MPI' : 'MPICH';
      if (!exports(library, 'MPI_Init_thread')) tried.push(`${name}: is no MPI library`);
      else if (wanted && kind !== wanted) tried.push(`${name}: is ${kind}, mpirun is that of ${wanted}`);
      else {
        keepLoaded(koffi, name);
        return { library, kind, name };
      }
    } catch (error) {
      tried.push(`${name}: ${(error as Error).message}`);
    }
  }
  throw new Error(
    `mpi: found no MPI library${wanted ? ` of ${wanted}` : ''}. Install ${PACKAGES[wanted ?? 'Open MPI']}, or name the library by the option ` +
      `library or by SEQLOOM_MPI. Tried: ${tried.join('; ')}.`,
  );
}

/** Flags of `dlopen`: `RTLD_NOW`, and `RTLD_NODELETE` of the system. */
const KEEP = 2 | (process.platform === 'darwin' ? 0x80 : 0x1000);

/**
 * Keeps a library loaded until the process is gone. koffi unloads it before the threads end that called it, and they then run what it
 * has left to be run at their end.
 */
function keepLoaded(koffi: Koffi, name: string): void {
  if (process.platform === 'win32') return;
  koffi.load(null).func('void *dlopen(const char *path, int flags)')(name, KEEP);
}

function exports(library: ForeignLibrary, name: string): boolean {
  try {
    library.symbol(name);
    return true;
  } catch {
    return false;
  }
}
