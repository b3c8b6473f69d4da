import type { BackupStore } from '@seqloom/train';
import { transact } from './database.ts';

/** A training that has not ended, with all that is needed to go on with it. */
export interface RunRecord<Request = unknown> {
  readonly id: string;
  /** The kind of training, such as `reviews`. */
  readonly kind: string;
  /** What was asked for, with the data where they are a file. */
  readonly request: Request;
  /** In ms since 1970. */
  readonly begunAt: number;
}

/** Held by a worker while it trains, so that other tabs do not take the run for one that was broken off. */
export const lockOf = (id: string): string => `seqloom-run-${id}`;

/** The trainings of a kind that have not ended. */
export interface RunsOfKind<Request> {
  /** Those that were broken off, the newest first. */
  readonly brokenOff: readonly RunRecord<Request>[];
  /** Those that are under way: in another tab, or in the page that this one takes the place of. */
  readonly underWay: readonly RunRecord<Request>[];
}

export async function listRuns<Request>(kind: string): Promise<RunsOfKind<Request>> {
  const all = await transact(
    ['runs'],
    'readonly',
    (store) => store('runs').getAll() as IDBRequest<RunRecord<Request>[]>,
  );
  const held = new Set((await heldLocks()).map(({ name }) => name));
  const isHeld = ({ id }: RunRecord<Request>) => held.has(lockOf(id));
  const runs = all.filter((run) => run.kind === kind).sort((a, b) => b.begunAt - a.begunAt);
  return { brokenOff: runs.filter((run) => !isHeld(run)), underWay: runs.filter(isHeld) };
}

/** Waits until a run that is under way has ended or was broken off. */
export async function untilLetGo({ id }: RunRecord): Promise<void> {
  await navigator.locks.request(lockOf(id), { mode: 'shared' }, () => {});
}

export async function readRun<Request>(id: string): Promise<RunRecord<Request> | undefined> {
  return transact(
    ['runs'],
    'readonly',
    (store) => store('runs').get(id) as IDBRequest<RunRecord<Request> | undefined>,
  );
}

/** @throws ProblemError when the storage is full or refused */
export async function storeRun(run: RunRecord): Promise<void> {
  await transact(['runs'], 'readwrite', (store) => store('runs').put(run));
}

/** Removes a run with its backups, if it is there. */
export async function removeRun(id: string): Promise<void> {
  await transact(['runs', 'backups'], 'readwrite', (store) => {
    store('backups').delete(IDBKeyRange.bound([id], [id, []]));
    return store('runs').delete(id);
  });
}

/** The backups of a run, in the storage of the browser. */
export function backupStore(run: string): BackupStore {
  return {
    locate: (name) => `${name} in the storage of the browser`,
    read: (name) =>
      transact(
        ['backups'],
        'readonly',
        (store) => store('backups').get([run, name]) as IDBRequest<Uint8Array | undefined>,
      ),
    async write(name, bytes) {
      await transact(['backups'], 'readwrite', (store) => store('backups').put(bytes, [run, name]));
    },
    async remove(name) {
      await transact(['backups'], 'readwrite', (store) => store('backups').delete([run, name]));
    },
  };
}

/** Browsers without locks, and pages that are not secure, know none. */
async function heldLocks(): Promise<readonly LockInfo[]> {
  return (await navigator.locks?.query())?.held ?? [];
}
