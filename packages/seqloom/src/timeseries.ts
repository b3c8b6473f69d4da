export * from '@seqloom/timeseries';
