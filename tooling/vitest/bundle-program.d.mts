export declare function bundleProgram(
  entry: string,
  folder: string,
  external?: readonly string[],
): Promise<string>;
