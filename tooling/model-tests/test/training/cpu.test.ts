import { cpuBackend, startBackend } from '@seqloom/backend-testkit';
import { describeLosses } from './describe-losses.ts';
import { describeMetrics } from './describe-metrics.ts';
import { describeOptimizers } from './describe-optimizers.ts';

startBackend(cpuBackend());
describeLosses();
describeMetrics();
describeOptimizers();
