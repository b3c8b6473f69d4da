import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeFolder } from '@seqloom/archives/node';
import { backup, type Callback, hasBackup, removeBackup } from '@seqloom/train';
import {
  backupFolder,
  FolderInUseError,
  type FolderLock,
  lockFolder,
  writeFileAtomically,
} from '@seqloom/train/node';
import { eventLine } from '../terminal/event-line.ts';
import { InterruptedError } from '../terminal/interrupt.ts';
import type { Terminal } from '../terminal/terminal.ts';

/** What `train --out` is told about the run that it keeps. */
export interface KeptRunOptions {
  readonly folder: string;
  readonly resume: boolean;
  /** Whether another process of the same job has opened the folder for all of them. */
  readonly joins?: boolean;
  /** What decides the run beside what `fit` knows, in the words of the command. */
  readonly settings: object;
  readonly terminal: Terminal;
  readonly json: boolean;
}

/**
 * What a folder holds of a run until it has ended: a backup to go on from in `backup/`, and the best model so far in
 * `best.safetensors`. No other process trains into the folder until it is closed.
 */
export class KeptRun {
  readonly #folder: string;
  readonly #backupFolder: string;
  readonly #terminal: Terminal;
  readonly #lock: FolderLock | undefined;
  /** Whether a backup could not be written, so that the last one may be of an earlier step. */
  #failed = false;
  /** Whether the best model is in its file; undefined once it could not be written. */
  #keepsBest: boolean | undefined = false;
  readonly callback: Callback;

  private constructor({ folder, settings, terminal, json }: KeptRunOptions, lock: FolderLock | undefined) {
    this.#folder = folder;
    this.#lock = lock;
    this.#backupFolder = backupPlace(folder);
    this.#terminal = terminal;
    this.callback = backup({
      store: backupFolder(this.#backupFolder),
      removeAtEnd: false, // only when all files are written
      settings,
      onResume: ({ epoch, batch, place }) =>
        json
          ? terminal.out(eventLine('resume', { epoch: epoch + 1, step: batch, backup: place }))
          : terminal.err(`Goes on with epoch ${epoch + 1} after ${batch} steps, from ${place}\n`),
      onError: (error) => {
        if (!this.#failed) terminal.err(`${messageOf(error)} Training goes on without a new backup.\n`);
        this.#failed = true;
      },
    });
  }

  /**
   * @throws Error in one line when another process trains into the folder, or the folder holds the backup of a run that has not ended
   * and `resume` is not set
   */
  static async open(options: KeptRunOptions): Promise<KeptRun> {
    const { folder, joins = false } = options;
    if (joins) return new KeptRun(options, undefined);
    const lock = await lockFolder(folder).catch((cause: unknown) => {
      throw cause instanceof FolderInUseError ? inUse(folder, cause) : cause;
    });
    const place = backupPlace(folder);
    if (options.resume || !(await hasBackup(backupFolder(place)))) return new KeptRun(options, lock);
    await lock.release();
    throw new Error(
      `--out: ${folder} holds the backup of a run that has not ended. Go on with it by --resume, or remove ${place} to ` +
        'begin from the start.',
    );
  }

  /** Lets other processes train into the folder. */
  async close(): Promise<void> {
    await this.#lock?.release();
  }

  /** Writes the best model so far. A disk that is full does not end the training. */
  readonly writeBest = async (bytes: Uint8Array): Promise<void> => {
    try {
      await makeFolder(this.#folder);
      await writeFileAtomically(this.#bestPath, bytes);
      this.#keepsBest = true;
    } catch (error) {
      if (this.#keepsBest !== undefined) this.#terminal.err(`${messageOf(error)} Training goes on.\n`);
      this.#keepsBest = undefined;
    }
  };

  /** The run has ended and its files are written. */
  async end(): Promise<void> {
    await removeBackup(backupFolder(this.#backupFolder));
    await rm(this.#bestPath, { force: true });
  }

  /** An interruption that says what is left. */
  async explainInterrupt(error: InterruptedError): Promise<InterruptedError> {
    const hasRun = await hasBackup(backupFolder(this.#backupFolder));
    if (!hasRun) return error;
    const best = this.#keepsBest ? ` and the best model so far in ${this.#bestPath}` : '';
    return new InterruptedError(
      error.signal,
      `the run is kept in ${this.#backupFolder}${best}. Go on with it by the same command and --resume.`,
    );
  }

  /**
   * The files of a run that has ended could not be written: an error that says where its model is.
   *
   * @param save writes the model into a file
   */
  async explainFailure(error: unknown, save: (path: string) => Promise<void>): Promise<Error> {
    const explained = (advice: string) => new Error(`${messageOf(error)} ${advice}`, { cause: error });
    if (!this.#failed) {
      return explained(
        `The trained model is kept in ${this.#backupFolder}: the same command with --resume writes the files without training.`,
      );
    }
    try {
      const path = join(await mkdtemp(join(tmpdir(), 'seqloom-')), 'model.safetensors');
      await save(path);
      return explained(`The trained model is in ${path}.`);
    } catch (other) {
      return explained(
        `The trained model has no other place (${messageOf(other)}). The last backup that could be written is in ${this.#backupFolder}.`,
      );
    }
  }

  get #bestPath(): string {
    return join(this.#folder, 'best.safetensors');
  }
}

function inUse(folder: string, cause: FolderInUseError): Error {
  const { pid, elsewhere, path } = cause;
  const process = `process ${pid}${elsewhere ? ' of another machine' : ''}`;
  return new Error(
    `--out: ${folder} is in use by ${process}, which trains into it. Wait until it has ended, or give another folder; if it has, remove ${path}.`,
    { cause },
  );
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function backupPlace(folder: string): string {
  return join(folder, 'backup');
}
