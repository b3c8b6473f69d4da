export * from '@seqloom/charts';
