import './defaults.ts';

export * from '@seqloom/tasks';
