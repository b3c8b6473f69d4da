import './defaults.node.ts';

export * from './network.ts';
