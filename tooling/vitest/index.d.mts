import type { ViteUserConfig } from 'vitest/config';

export function nodeTests(name: string): ViteUserConfig;

export const reporters: NonNullable<NonNullable<ViteUserConfig['test']>['reporters']>;

export function pageTests(name: string, browser: 'chromium' | 'firefox', packages: string[]): ViteUserConfig;
