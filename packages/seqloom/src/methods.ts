import '@seqloom/train/methods';
