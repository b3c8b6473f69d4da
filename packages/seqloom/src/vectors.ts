export * from '@seqloom/vectors';
