import './defaults.ts';

export * from './models/index.ts';
