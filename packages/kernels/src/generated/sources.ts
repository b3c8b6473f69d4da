// Written by build.mjs from c/. Do not edit.

/** Tells the C sources, and with them every build, from those of another version of this package. */
export const KERNEL_SOURCES = '450d9197fba4';
