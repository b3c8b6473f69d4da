/** `1 thread`, `2 threads`. */
export function threadsText(threads: number): string {
  return threads === 1 ? '1 thread' : `${threads} threads`;
}
