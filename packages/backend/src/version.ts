/** Version of this package; written by the build from package.json. */
export const VERSION: string = '0.0.0';
