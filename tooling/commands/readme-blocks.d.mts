/** The TypeScript of a page: a program for each block, with those that are marked `continued`. */
export function readmeBlocks(text: string): { readonly line: number; readonly code: string }[];
