import { readFileSync } from 'node:fs';

/**
 * The version in a package's own manifest.
 *
 * @param manifest for instance `new URL('../package.json', import.meta.url)`
 */
export function packageVersion(manifest: URL): string {
  return (JSON.parse(readFileSync(manifest, 'utf8')) as { readonly version: string }).version;
}
