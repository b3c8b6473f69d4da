/** How TypeDoc reads sources here, without their places. */
export const TYPEDOC_OPTIONS = {
  skipErrorChecking: true, // the check of types has done that
  excludePrivate: true,
  excludeInternal: true,
  excludeExternals: true,
  disableGit: true,
  sourceLinkTemplate: '{path}#L{line}',
  sort: ['source-order'],
  logLevel: 'Error',
};
