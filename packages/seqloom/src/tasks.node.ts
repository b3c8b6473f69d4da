import './defaults.node.ts';

export * from '@seqloom/tasks';
