import { provideBackends } from '@seqloom/backend';
import { nodeBackend } from '@seqloom/backend-node';
import { wasmBackend } from '@seqloom/backend-wasm';

// Where the native kernels cannot run, Bun and Deno included, their plug-in declines and wasm runs: the same bits.
provideBackends([wasmBackend(), nodeBackend()]);
