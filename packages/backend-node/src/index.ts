export type { Instructions } from './native-addon.ts';
export { type NodeBackendOptions, nodeBackend } from './plugin.ts';
