import type { BackendPlugin } from '../contract/plugin.ts';
import type { RunningBackend } from '../contract/running.ts';
import { VERSION } from '../version.ts';

/**
 * State of the engine. There is one per realm (a page, a worker, a Node process or one of its threads), because tfjs's
 * engine below is a singleton too.
 */
export interface Realm {
  readonly version: string;
  /** Where the copy of the package lies that was loaded first. */
  readonly place: string;
  readonly plugins: Map<string, BackendPlugin>;
  /** Selections and disposals run one after the other: this one ends with the last that has been asked for. */
  queue: Promise<unknown>;
  running: RunningBackend | undefined;
  /** What the gradients being recorded are taken with respect to; recordings may be nested. */
  readonly recordings: ReadonlySet<number>[];
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
