export * from '@seqloom/datasets';
