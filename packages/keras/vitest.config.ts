import { nodeTests } from '@seqloom/vitest';

export default nodeTests('keras');
