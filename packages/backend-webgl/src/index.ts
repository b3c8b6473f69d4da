export { webglBackend } from './plugin.ts';
