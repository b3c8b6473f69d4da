import type { EpochReport } from '@seqloom/tasks';
import { type CurvePoint, extendCurve } from './curve.ts';
import type { BackendFacts, Progress, RunRequest, TrainingEvent, TrainingKind } from './messages.ts';
import type { Problem } from './problem.ts';

/** What a run is at. */
export type Phase =
  | 'idle'
  | 'preparing'
  | 'running'
  | 'pausing'
  | 'paused'
  | 'stopping'
  | 'measuring'
  | 'done'
  | 'failed';

/** What a page knows of its run. */
export interface TrainingState<K extends TrainingKind> {
  readonly phase: Phase;
  readonly request: RunRequest<K> | undefined;
  readonly backend: BackendFacts | undefined;
  readonly plan: K['types']['plan'] | undefined;
  /** Where the run went on after a reload. */
  readonly resumedAt: { readonly epoch: number; readonly step: number } | undefined;
  readonly progress: Progress | undefined;
  readonly curve: readonly CurvePoint[];
  readonly epochs: readonly EpochReport[];
  readonly result: K['types']['result'] | undefined;
  /** Whether the run was stopped before its last step. */
  readonly stopped: boolean;
  readonly digest: string | undefined;
  /** The id of the stored model. */
  readonly stored: string | undefined;
  readonly problem: Problem | undefined;
  readonly warnings: readonly Problem[];
}

/** Before anything was trained. */
export function idleState<K extends TrainingKind>(): TrainingState<K> {
  return {
    phase: 'idle',
    request: undefined,
    backend: undefined,
    plan: undefined,
    resumedAt: undefined,
    progress: undefined,
    curve: [],
    epochs: [],
    result: undefined,
    stopped: false,
    digest: undefined,
    stored: undefined,
    problem: undefined,
    warnings: [],
  };
}

/** A run that was asked for. */
export function preparingState<K extends TrainingKind>(request: RunRequest<K>): TrainingState<K> {
  return { ...idleState<K>(), phase: 'preparing', request };
}

/** Whether a run is under way, so that another one has to wait. */
export function isUnderWay(phase: Phase): boolean {
  return phase !== 'idle' && phase !== 'done' && phase !== 'failed';
}

/** The state after an event of the worker. */
export function stateAfter<K extends TrainingKind>(
  state: TrainingState<K>,
  event: TrainingEvent<K>,
): TrainingState<K> {
  switch (event.type) {
    case 'backend':
      return { ...state, backend: event.backend };
    case 'start':
      return { ...state, phase: state.phase === 'preparing' ? 'running' : state.phase, plan: event.plan };
    case 'resumed': {
      const { epoch, step, curve, epochs } = event;
      return { ...state, resumedAt: { epoch, step }, curve, epochs };
    }
    case 'progress':
      return { ...state, progress: event.progress, curve: extendCurve(state.curve, event.point) };
    case 'epoch':
      return { ...state, epochs: [...state.epochs, event.epoch] };
    case 'paused':
      return { ...state, phase: 'paused' };
    case 'continued':
      return { ...state, phase: 'running' };
    case 'measuring':
      return { ...state, phase: 'measuring' };
    case 'end': {
      const { result, stopped, digest, stored } = event;
      return { ...state, phase: 'done', result, stopped, digest, stored };
    }
    case 'cancelled':
      return idleState();
    case 'warning':
      return { ...state, warnings: [...state.warnings, event.problem] };
    case 'failed':
      return { ...state, phase: 'failed', problem: event.problem };
  }
}
