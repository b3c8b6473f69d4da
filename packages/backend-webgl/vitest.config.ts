import { nodeTests } from '@seqloom/vitest';

export default nodeTests('backend-webgl');
