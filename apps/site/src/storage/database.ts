import { messageOf, ProblemError } from '../training/problem.ts';

/** What the database of the site holds. */
export type StoreName = 'models' | 'modelFiles' | 'runs' | 'backups';

const NAME = 'seqloom';
const VERSION = 1;

let opened: Promise<IDBDatabase> | undefined;

/**
 * Does some work on the database in one transaction: all of it is kept, or nothing.
 *
 * @param work makes requests; the result of the one that it returns is the result
 * @throws ProblemError with the place `storage`
 */
export async function transact<T>(
  stores: readonly StoreName[],
  mode: IDBTransactionMode,
  work: (store: (name: StoreName) => IDBObjectStore) => IDBRequest<T>,
): Promise<T> {
  const database = await openDatabase();
  try {
    return await new Promise<T>((resolve, reject) => {
      const transaction = database.transaction([...stores], mode);
      const last = work((name) => transaction.objectStore(name));
      transaction.oncomplete = () => resolve(last.result);
      transaction.onabort = () =>
        reject(transaction.error ?? last.error ?? new Error('the transaction was aborted'));
    });
  } catch (error) {
    throw storageProblem(error);
  }
}

function openDatabase(): Promise<IDBDatabase> {
  opened ??= requestDatabase().catch((error: unknown) => {
    opened = undefined; // the next call tries it again
    throw storageProblem(error);
  });
  return opened;
}

function requestDatabase(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, VERSION);
    request.onupgradeneeded = () => {
      const { result: database } = request;
      database.createObjectStore('models', { keyPath: 'id' });
      database.createObjectStore('modelFiles');
      database.createObjectStore('runs', { keyPath: 'id' });
      database.createObjectStore('backups');
    };
    request.onerror = () => reject(request.error);
    request.onblocked = () => reject(new DOMException('Another tab holds an older version.', 'VersionError'));
    request.onsuccess = () => {
      const { result: database } = request;
      const forget = () => {
        database.close();
        opened = undefined;
      };
      database.onversionchange = forget; // a newer version of the site may replace the database
      database.onclose = () => {
        opened = undefined;
      };
      resolve(database);
    };
  });
}

/** What people are told about an error of the database. */
function storageProblem(error: unknown): ProblemError {
  if (error instanceof ProblemError) return error;
  const [message, advice] = textsOf(error);
  return new ProblemError({ place: 'storage', message, advice }, { cause: error });
}

function textsOf(error: unknown): readonly [message: string, advice: string] {
  switch (error instanceof Error ? error.name : '') {
    case 'QuotaExceededError':
      return [
        'The browser gives this site no more storage.',
        'Remove models below, or free space on the disk. Save what you need as a file.',
      ];
    case 'VersionError':
      return [
        'The storage of this site belongs to another version of it.',
        'Close the other tabs of this site and reload the page.',
      ];
    case 'SecurityError':
    case 'InvalidStateError':
    case 'ReferenceError':
      return [
        'This browser lets the site store nothing, as private windows do.',
        'Save models as files. A training that is under way ends with the page.',
      ];
    default:
      return [
        `The storage of this browser failed: ${messageOf(error)}`,
        'Save models as files, and reload the page.',
      ];
  }
}
