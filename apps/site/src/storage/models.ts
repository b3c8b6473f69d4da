import { transact } from './database.ts';
import { newId } from './new-id.ts';

/** What pages call a stored model and say about it. */
export interface ModelAbout {
  /** The kind of training it comes from, such as `reviews`. */
  readonly kind: string;
  /** Plain text, for a list. */
  readonly name: string;
  /** What it is and reaches, by what that is called. */
  readonly facts: Readonly<Record<string, string | number>>;
}

/** A model in the storage of the browser. */
export interface StoredModel extends ModelAbout {
  readonly id: string;
  /** When it was stored, in ms since 1970. */
  readonly savedAt: number;
  /** The size of its file. */
  readonly bytes: number;
}

/** The models of a kind that are kept; of more, the oldest go. */
export const MOST_MODELS = 8;

/** The models of a kind, the newest first. */
export async function listModels(kind: string): Promise<readonly StoredModel[]> {
  const all = await transact(
    ['models'],
    'readonly',
    (store) => store('models').getAll() as IDBRequest<StoredModel[]>,
  );
  return all.filter((model) => model.kind === kind).sort((a, b) => b.savedAt - a.savedAt);
}

/** The file of a model; undefined when it is no longer there. */
export async function readModel(id: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
  return transact(
    ['modelFiles'],
    'readonly',
    (store) => store('modelFiles').get(id) as IDBRequest<Uint8Array<ArrayBuffer> | undefined>,
  );
}

/**
 * Keeps a model, and removes the oldest ones of its kind beyond {@link MOST_MODELS}.
 *
 * @throws ProblemError when the storage is full or refused; what was there stays
 */
export async function storeModel(about: ModelAbout, file: Uint8Array): Promise<StoredModel> {
  const model: StoredModel = {
    ...about,
    id: newId(),
    savedAt: Date.now(),
    bytes: file.byteLength,
  };
  await transact(['models', 'modelFiles'], 'readwrite', (store) => {
    store('modelFiles').put(file, model.id);
    return store('models').put(model);
  });
  const older = (await listModels(about.kind)).slice(MOST_MODELS);
  for (const { id } of older) await removeModel(id);
  return model;
}

/** Removes a model, if it is there. */
export async function removeModel(id: string): Promise<void> {
  await transact(['models', 'modelFiles'], 'readwrite', (store) => {
    store('modelFiles').delete(id);
    return store('models').delete(id);
  });
}
