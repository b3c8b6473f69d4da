export * from '@seqloom/text';
