import type { ViteUserConfig } from 'vitest/config';

/** `native`: some tests run on the native backend, which is built before them. */
export function nodeTests(name: string, options?: { readonly native?: boolean }): ViteUserConfig;

export const reporters: NonNullable<NonNullable<ViteUserConfig['test']>['reporters']>;

export function pageTests(name: string, browser: 'chromium' | 'firefox', packages: string[]): ViteUserConfig;
