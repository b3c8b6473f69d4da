export * from '@seqloom/generation';
