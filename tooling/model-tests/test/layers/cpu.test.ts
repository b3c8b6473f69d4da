import { cpuBackend, startBackend } from '@seqloom/backend-testkit';
import { describeLayers } from './describe-layers.ts';

startBackend(cpuBackend());
// Without a heap of its own there are only tensors to count.
describeLayers({ runs: 3 });
