import './defaults.ts';

export * from '@seqloom/backend';
