export const PAGE_BYTES = 65_536;
/** 16 MiB, as emscripten's own glue starts with. */
const INITIAL_PAGES = 256;
/**
 * What a heap may grow to, the best first. At 4 GiB one page is missing: the size would not fit 32 bits, in which the code on the
 * heap holds it.
 */
const SIZES: readonly { readonly gib: number; readonly pages: number }[] = [
  { gib: 4, pages: 65_535 },
  { gib: 2, pages: 32_768 },
  { gib: 1, pages: 16_384 },
];

/** The memory of a heap. */
export interface HeapMemory {
  readonly memory: WebAssembly.Memory;
  /** What it may grow to. */
  readonly maximumBytes: number;
  /** `maximumBytes` in words. */
  readonly size: string;
  /** What the platform refused, if it did. */
  readonly note?: string;
}

/**
 * A memory that may grow to 4 GiB; to 2 or 1 where the platform refuses. Memory that may grow is reserved (if it is shared) and not
 * used.
 *
 * @throws the error of the platform when it refuses 1 GiB as well
 */
export function createHeapMemory(shared: boolean): HeapMemory {
  let refusal: unknown;
  for (const { gib, pages } of SIZES) {
    try {
      const memory = new WebAssembly.Memory({ initial: INITIAL_PAGES, maximum: pages, shared });
      const size = `${gib} GiB`;
      return {
        memory,
        maximumBytes: pages * PAGE_BYTES,
        size,
        ...(gib < SIZES[0]!.gib && {
          note: `the heap holds ${size} at most: the platform refuses ${gib === 2 ? 4 : '4 and 2'} GiB (${messageOf(refusal)})`,
        }),
      };
    } catch (error) {
      refusal = error;
    }
  }
  throw refusal;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
