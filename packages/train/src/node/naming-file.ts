/**
 * An error of the file system with the name of the file, which the system leaves out for an open file or a folder, or gives
 * as that of a temporary file. Other errors as they are.
 *
 * @param problem for instance `cannot be read`
 * @param more sentence for the end of the message
 */
export function namingFile(path: string, problem: string, cause: unknown, more = ''): unknown {
  if (!(cause instanceof Error && 'code' in cause)) return cause;
  const error = new Error(`${path}: ${problem} (${cause.message}). ${more}`.trimEnd(), { cause });
  return Object.assign(error, { code: cause.code });
}
