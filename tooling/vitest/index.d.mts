import type { ViteUserConfig } from 'vitest/config';

export function nodeTests(name: string): ViteUserConfig;
