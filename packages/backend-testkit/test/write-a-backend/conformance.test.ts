import { describeBackend } from '@seqloom/backend-testkit';
import { jsBackend } from './js-backend.ts';

await describeBackend('js', jsBackend());
