import { startBackend } from '@seqloom/backend-testkit';
import { wasmBackend } from '@seqloom/backend-wasm';
import { describeLosses } from './describe-losses.ts';
import { describeMetrics } from './describe-metrics.ts';
import { describeOptimizers } from './describe-optimizers.ts';

startBackend(wasmBackend());
describeLosses();
describeMetrics();
describeOptimizers();
