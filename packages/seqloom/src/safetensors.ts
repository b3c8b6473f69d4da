export * from '@seqloom/safetensors';
