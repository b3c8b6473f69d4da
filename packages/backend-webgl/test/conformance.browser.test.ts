import { describeBackend } from '@seqloom/backend-testkit';
import { webglBackend } from '../src/index.ts';

await describeBackend('webgl', webglBackend());
