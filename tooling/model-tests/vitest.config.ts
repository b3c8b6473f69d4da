import { nodeTests } from '@seqloom/vitest';

export default nodeTests('model-tests', { native: true });
