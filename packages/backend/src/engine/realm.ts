import type { BackendPlugin } from '../contract/plugin.ts';
import type { RunningBackend } from '../contract/running.ts';
import type { Tensor } from '../contract/tensor.ts';
import { VERSION } from '../version.ts';

/** A gradient that is being recorded. */
export interface Recording {
  /** What it is taken with respect to, by id: the sources, and the rows picked of them. */
  readonly sources: Set<number>;
  readonly rowPicks: RowPicks | undefined;
}

/** What a recording wants that takes gradients of rows in place of those of the tables they are picked of. */
export interface RowPicks {
  /** The rows picked of sources so far. */
  readonly picked: PickedRows[];
  /** Whether also where the gradient of the table would cost less. */
  readonly always: boolean;
}

/** Rows of a source that were picked by number. The tape does not know where they come from. */
export interface PickedRows {
  readonly table: Tensor;
  /** int32, kept. */
  readonly ids: Tensor;
  /** The numbers in it. */
  readonly numbers: ArrayLike<number>;
  /** `[…, D]` */
  readonly rows: Tensor;
}

/**
 * State of the engine. There is one per realm (a page, a worker, a Node process or one of its threads), because tfjs's
 * engine below is a singleton too.
 */
export interface Realm {
  readonly version: string;
  /** Where the copy of the package lies that was loaded first. */
  readonly place: string;
  readonly plugins: Map<string, BackendPlugin>;
  /** Plug-ins for programs that register none of that name. */
  readonly provided: Map<string, BackendPlugin>;
  /** Selections and disposals run one after the other: this one ends with the last that has been asked for. */
  queue: Promise<unknown>;
  running: RunningBackend | undefined;
  /** The gradients being recorded, one within the other. */
  readonly recordings: Recording[];
}

/**
 * The state shared by all copies of this package in the realm. Copies are common: two dependencies with nested
 * `node_modules`, or the bundles of two routes in one server.
 *
 * @param holder where the first copy leaves the state
 * @param version of the copy that asks
 * @param place of the copy that asks
 * @returns the state; for a copy of another version an object whose every use throws, so that the error reaches the
 * caller of an operation instead of failing an import
 */
export function joinRealm(holder: object, version: string, place: string): Realm {
  const realms = holder as { [REALM]?: Realm };
  realms[REALM] ??= {
    version,
    place,
    plugins: new Map(),
    provided: new Map(),
    queue: Promise.resolve(),
    running: undefined,
    recordings: [],
  };
  const shared = realms[REALM];
  if (shared.version === version) return shared;
  return new Proxy(shared, {
    get() {
      throw new Error(
        `@seqloom/backend: two versions are loaded, ${shared.version} (${shared.place}) and ${version} (${place}), expected ` +
          'one. Install the same version of all @seqloom packages; npm ls @seqloom/backend shows who asks for which.',
      );
    },
  });
}

const REALM: unique symbol = Symbol.for('@seqloom/backend');

/**
 * Where this copy lies, by the stack: in place of `import.meta.url` bundlers put nothing, or the path of the machine that
 * built the program.
 */
function ownPlace(): string {
  const [place] = /[\w.+-]*:?\/[^\s()]+/.exec(new Error('where').stack ?? '') ?? ['unknown place'];
  return place.replace(/(:\d+)+$/, '');
}

/** The state of this realm. */
export const realm: Realm = joinRealm(globalThis, VERSION, ownPlace());
