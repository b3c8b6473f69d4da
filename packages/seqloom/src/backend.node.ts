import './defaults.node.ts';

export * from '@seqloom/backend';
