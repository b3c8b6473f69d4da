import { createHash } from 'node:crypto';
import { writeSync } from 'node:fs';
import { hostname } from 'node:os';
import { numberIn, type OptionRules, optional, resolveOptions, text } from '@seqloom/options';
import type { Communicator } from '@seqloom/train';
import '@seqloom/train/ranks';
import { launchOf } from '../launcher.ts';
import { openMpiLibrary } from './find-library.ts';
import { loadKoffi } from './load-koffi.ts';
import { check, type MpiFunctions, mpiFunctions } from './mpi-functions.ts';
import { setMpiDefaults } from './mpi-settings.ts';

/** Options of `mpi`. */
export interface MpiOptions {
  /** The MPI library: a path, or a name that the system finds. Default: that of `SEQLOOM_MPI`, or the one that fits the launcher. */
  readonly library?: string | undefined;
  /**
   * How long a rank waits for the others, in ms, before it ends the job. Default: that of `SEQLOOM_RANK_TIMEOUT`, in seconds, or
   * 300,000; from 1 to 2,147,483,647 (24.8 days), and at least 20,000 between machines. It has to be longer than the longest step, backup
   * or validation, and than what one rank does alone at the end, such as writing the model.
   */
  readonly timeoutMs?: number | undefined;
}

/** The longest delay of a timer of Node, 24.8 days: with a longer one it fires at once. */
const LONGEST_MS = 2 ** 31 - 1;

const RULES: OptionRules<MpiOptions> = {
  library: optional(text()),
  timeoutMs: optional(numberIn({ min: 1, max: LONGEST_MS })),
};

const DEFAULT_TIMEOUT_MS = 300_000;
/** The exit code of a job in which a rank did not answer in time. */
const TIMEOUT_CODE = 70;
/**
 * The least time over several machines. A cut network is first noticed by the daemons of Open MPI, which then end the job. If a rank
 * ended it before them, the order to do so would wait in the cut connection, and the daemons with it.
 */
const LEAST_BETWEEN_MACHINES_MS = 20_000;
/** `MPI_THREAD_SERIALIZED`: calls from any thread, one at a time. */
const SERIALIZED = 2;
const MULTIPLE = 3;

/** A communicator over MPI. */
export interface MpiCommunicator extends Communicator {
  /** `Open MPI` or `MPICH`, and the name of its library. */
  readonly library: string;
  /** How many of the ranks are on this machine. */
  readonly localSize: number;
  /** Milliseconds spent in its methods so far, the waiting for other ranks included. */
  readonly communicationMs: number;
  /**
   * Waits until all ranks have called it, within `timeoutMs` like every method, and leaves the job. A program whose event loop ends with the
   * exit code 0 does so by itself; call it before `process.exit`.
   */
  close(): Promise<void>;
}

/** The one of this process: MPI can be started once. */
let opened: Promise<MpiCommunicator> | undefined;

/**
 * The communicator of a process that `mpirun` or `srun --mpi=pmix` has started, over the Open MPI or MPICH of the machine, which koffi
 * calls. Calls run on another thread, so that timers and signals are served meanwhile.
 *
 * A rank that does not answer within `timeoutMs` ends the job with the exit code 70, a rank that fails with its own code; the message
 * names the rank. Sums have the same bits in every run with as many ranks.
 *
 * A process joins its job once: later calls give the same communicator, and their options are checked but not used.
 *
 * @throws Error that names what to install where koffi or an MPI library is missing, or that says that library and launcher do not
 * belong together; TypeError or RangeError for an option that is wrong
 *
 * @example
 * ```ts
 * const communicator = await mpi();
 * await fit(model, data, { ...options, communicator });
 * if (communicator.rank === 0) await saveModel('model.safetensors', model);
 * ```
 */
export function mpi(options: MpiOptions = {}): Promise<MpiCommunicator> {
  const settings = resolveOptions('mpi', options, RULES);
  opened ??= open(settings).catch((error: unknown) => {
    opened = undefined;
    throw error;
  });
  return opened;
}

async function open({
  library = process.env.SEQLOOM_MPI,
  timeoutMs = timeoutOf(process.env.SEQLOOM_RANK_TIMEOUT),
}: MpiOptions): Promise<MpiCommunicator> {
  const launch = launchOf(process.env);
  const koffi = await loadKoffi();
  const found = openMpiLibrary(koffi, library, launch?.kind);
  const functions = mpiFunctions(found);
  setMpiDefaults(process.env);
  const provided = [0];
  check('MPI_Init_thread', functions.initThread(null, null, MULTIPLE, provided));
  if (provided[0]! < SERIALIZED) {
    throw new Error(
      `mpi: ${found.name} takes calls from one thread only (level ${provided[0]}). Use an MPI library that was built with threads.`,
    );
  }
  const rank = functions.rank();
  const size = functions.size();
  if (launch?.size !== undefined && launch.size !== size) {
    throw new Error(
      `mpi: ${launch.launcher} has started ${launch.size} processes, ${found.name} (${found.kind}) knows of ${size}. Use the MPI library that ` +
        `belongs to ${launch.launcher}; SEQLOOM_MPI names it.`,
    );
  }
  const communicator = new MpiRank(
    functions,
    { rank, size, library: `${found.kind}, ${found.name}` },
    timeoutMs,
  );
  const hosts = new Float64Array(size);
  hosts[rank] = createHash('sha256').update(hostname()).digest().readUIntBE(0, 6);
  await communicator.allReduce(hosts);
  communicator.localSize = hosts.filter((host) => host === hosts[rank]).length;
  if (communicator.localSize < size) communicator.waitAtLeast(LEAST_BETWEEN_MACHINES_MS);
  return communicator;
}

function timeoutOf(seconds: string | undefined): number {
  if (seconds === undefined) return DEFAULT_TIMEOUT_MS;
  const ms = Number(seconds) * 1000;
  if (ms >= 1 && ms <= LONGEST_MS) return ms;
  throw new RangeError(
    `mpi: SEQLOOM_RANK_TIMEOUT must be a number of seconds from 0.001 to ${LONGEST_MS / 1000}, got '${seconds}'.`,
  );
}

class MpiRank implements MpiCommunicator {
  readonly rank: number;
  readonly size: number;
  readonly library: string;
  localSize = 1;
  communicationMs = 0;
  readonly #functions: MpiFunctions;
  #timeoutMs: number;
  #closed = false;
  #leaving: Promise<void> | undefined;

  constructor(
    functions: MpiFunctions,
    { rank, size, library }: Pick<MpiCommunicator, 'rank' | 'size' | 'library'>,
    timeoutMs: number,
  ) {
    this.rank = rank;
    this.size = size;
    this.library = library;
    this.#functions = functions;
    this.#timeoutMs = timeoutMs;
    process.on('beforeExit', (code) => {
      if (code === 0) void this.close(); // an error ends the process
    });
    process.on('exit', (code) => {
      if (this.#closed) return;
      if (code === 0) this.#say('exits before the job has ended. Call close() before process.exit.');
      this.#end(code || 1);
    });
  }

  waitAtLeast(ms: number): void {
    this.#timeoutMs = Math.max(this.#timeoutMs, ms);
  }

  allReduce(values: Float32Array | Float64Array): Promise<void> {
    return this.#within('allReduce', () => this.#functions.allReduce(values));
  }

  broadcast(bytes: Uint8Array, root = 0): Promise<void> {
    return this.#within('broadcast', () => this.#functions.broadcast(bytes, root));
  }

  barrier(): Promise<void> {
    return this.#within('barrier', () => this.#functions.barrier());
  }

  abort(reason: unknown): void {
    this.#say(reason instanceof Error ? (reason.stack ?? reason.message) : String(reason));
    this.#end(1);
  }

  close(): Promise<void> {
    this.#leaving ??= this.#leave();
    return this.#leaving;
  }

  /** `MPI_Finalize` waits for the other ranks without a limit, on this thread; so they meet first. */
  async #leave(): Promise<void> {
    if (this.#closed) return;
    await this.#within('close', () => this.#functions.barrier());
    this.#closed = true;
    check('MPI_Finalize', this.#functions.finalize());
  }

  /** Waits for a call that all ranks make, and ends the job when it takes too long. */
  async #within(name: string, call: () => Promise<number>): Promise<void> {
    if (this.#closed) throw new Error(`mpi: ${name} after close.`);
    const begin = performance.now();
    const deadline = setTimeout(() => {
      this.#say(
        `the other ranks have not answered in ${name} within ${this.#timeoutMs / 1000} s: one of them hangs, or the network is cut. ` +
          'The job ends. SEQLOOM_RANK_TIMEOUT sets the time, in seconds.',
      );
      this.#end(TIMEOUT_CODE);
    }, this.#timeoutMs);
    try {
      check(`MPI ${name}`, await call());
    } finally {
      clearTimeout(deadline);
      this.communicationMs += performance.now() - begin;
    }
  }

  /** Written at once, because the process may end with the next call. */
  #say(message: string): void {
    writeSync(2, `rank ${this.rank} of ${this.size} (${hostname()}, process ${process.pid}): ${message}\n`);
  }

  /** Ends all processes of the job, this one too. */
  #end(code: number): void {
    this.#closed = true;
    this.#functions.abort(code);
  }
}
