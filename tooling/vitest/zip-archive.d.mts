/** What the headers say in place of the truth, and whether the content is stored unpacked. */
export interface Lies {
  readonly crc?: number;
  readonly size?: number;
  readonly stored?: boolean;
}

export interface ZipMember {
  readonly local: Buffer;
  readonly entry: Buffer;
}

export function zip(name: string, content: string, lies?: Lies): Buffer;

export function zipOf(members: readonly ZipMember[]): Buffer;

export function zipMember(name: string, content: string, lies?: Lies): ZipMember;
