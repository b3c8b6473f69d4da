import { cpuBackend } from '@seqloom/backend-testkit';
import { startBackend } from '../backends.ts';
import { describeLayers } from './describe-layers.ts';

startBackend(cpuBackend());
// Without a heap of its own there are only tensors to count.
describeLayers({ runs: 3 });
