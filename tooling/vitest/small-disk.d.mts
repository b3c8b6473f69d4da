export interface SmallDisk {
  /** Fills it up, but for so many KB. */
  fill(leave: number): void;
  /** Takes back what `fill` did. */
  free(): void;
  /** Unmounts it. */
  remove(): void;
}

export function makeSmallDisk(folder: string, kilobytes: number): SmallDisk | undefined;
