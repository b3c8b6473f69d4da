import { startBackend } from '@seqloom/backend-testkit';
import { wasmBackend } from '@seqloom/backend-wasm';
import { watchHeap } from '../watched-heap.ts';
import { describeLayers } from './describe-layers.ts';

const readHeap = watchHeap();
startBackend(wasmBackend());
describeLayers({ runs: 50, readHeap });
