import { startBackend } from '@seqloom/backend-testkit';
import { describe } from 'vitest';
import { nativeBuilds } from '../native-builds.ts';
import { describeLosses } from './describe-losses.ts';
import { describeMetrics } from './describe-metrics.ts';
import { describeOptimizers } from './describe-optimizers.ts';

for (const { title, plugin } of await nativeBuilds()) {
  describe(title, () => {
    startBackend(plugin);
    describeLosses();
    describeMetrics();
    describeOptimizers();
  });
}
