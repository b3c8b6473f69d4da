import './defaults.node.ts';

export * from './models/index.ts';
