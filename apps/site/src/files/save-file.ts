/** How long a browser may take to begin with a download. */
const KEPT_MS = 60_000;

/**
 * Has the browser save a file.
 *
 * @param name of the file
 * @param parts its content
 * @param type its media type
 */
export function saveFile(name: string, parts: readonly BlobPart[], type: string): void {
  const address = URL.createObjectURL(new Blob([...parts], { type }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), KEPT_MS);
}
