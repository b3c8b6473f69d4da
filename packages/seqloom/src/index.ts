import './defaults.ts';

export * from './network.ts';
