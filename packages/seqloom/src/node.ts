import './defaults.node.ts';

export * from '@seqloom/datasets/node';
export * from '@seqloom/timeseries/node';
export * from '@seqloom/train/node';
