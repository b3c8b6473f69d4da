/** Why packed bytes were refused. The message does not name the file, which only the caller knows. */
export class ArchiveError extends Error {
  override readonly name = 'ArchiveError';
}
