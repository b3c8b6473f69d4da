import type { BackendPlugin, InitReport } from './plugin.ts';

/** A backend that was tried and could not be used. */
export interface RejectedBackend {
  readonly name: string;
  readonly reason: string;
}

/** Which kernels a backend runs with its own bodies, and which with portable ones. */
export interface KernelReport {
  readonly fused: readonly string[];
  readonly composed: readonly string[];
}

/** What {@link selectBackend} reports of a started backend. */
export interface BackendReport extends KernelReport, InitReport {
  readonly name: string;
  /** Whether reading a tensor is a copy rather than a wait for a queue of work. */
  readonly synchronousReads: boolean;
  /** Candidates that were tried before this one. */
  readonly rejected: readonly RejectedBackend[];
}

/** The tensors of one backend from its start to its end. */
export interface BackendLifetime {
  /** Number of tensors alive on it. tfjs counts those of all backends together, dead ones included. */
  readonly tensors: number;
  /** Called once it has been removed: to release its tensors does nothing from then on, to read them is an error. */
  end(): void;
}

/** Whether a backend still has the numbers of its tensors. */
export interface Health {
  /** Why not, once it has not. */
  readonly reason: string | undefined;
  /** @throws BackendFailedError once it has not */
  check(): void;
  /** The result of reading, or the failure. */
  guard<T>(work: () => Promise<T>): Promise<T>;
}

/** The backend in use. */
export interface RunningBackend {
  readonly plugin: BackendPlugin;
  readonly health: Health;
  readonly lifetime: BackendLifetime;
  readonly report: BackendReport;
  /** The candidates listed in `report.rejected`. */
  readonly passedOver: readonly BackendPlugin[];
  /** Number of selections that have not been disposed of. */
  selections: number;
}
