import { nodeTests } from '@seqloom/vitest';

export default nodeTests('backend-node', { native: true });
