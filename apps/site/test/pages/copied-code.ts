import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { vi } from 'vitest';

/** What a program printed, line by line, each the arguments of one call. */
export type Printed = readonly (readonly unknown[])[];

/**
 * Runs code of a page as a program, beside the files that it reads.
 *
 * @param files by name
 */
export async function runCopiedCode(
  code: string,
  files: Readonly<Record<string, string | Uint8Array>>,
): Promise<Printed> {
  // below this folder every package of the site resolves
  const folder = mkdtempSync(join(import.meta.dirname, 'copied-'));
  const home = process.cwd();
  const log = vi.spyOn(console, 'log').mockImplementation(() => {});
  try {
    for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
    const program = join(folder, 'program.ts');
    writeFileSync(program, code);
    process.chdir(folder);
    await import(/* @vite-ignore */ program);
    return log.mock.calls.map((call) => [...call]);
  } finally {
    log.mockRestore();
    process.chdir(home);
    rmSync(folder, { recursive: true });
  }
}
