import { provideBackends } from '@seqloom/backend';
import { wasmBackend } from '@seqloom/backend-wasm';

// Pages, workers, and runtimes that are not Node.
provideBackends([wasmBackend()]);
