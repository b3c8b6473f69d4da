import type { RejectedBackend } from '../contract/running.ts';

/** No registered backend can run here. `rejected` lists each one with its reason, as the message does. */
export class BackendUnavailableError extends Error {
  readonly rejected: readonly RejectedBackend[];

  constructor(rejected: readonly RejectedBackend[]) {
    const list = rejected.map(({ name, reason }) => `${name}: ${reason}`).join('; ');
    super(
      rejected.length === 0
        ? 'selectBackend: no backend is registered. Call registerBackend(wasmBackend()) first.'
        : `selectBackend: no backend can run here (${list}).`,
    );
    this.name = 'BackendUnavailableError';
    this.rejected = rejected;
  }
}
