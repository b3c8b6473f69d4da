/**
 * Loads a package that `seqloom` does not install, because few programs need it.
 *
 * @throws Error naming the package, where it is not installed
 */
export async function optionalPackage<Module>(name: string, load: () => Promise<Module>): Promise<Module> {
  try {
    return await load();
  } catch (cause) {
    if ((cause as { readonly code?: unknown }).code !== 'ERR_MODULE_NOT_FOUND') throw cause;
    throw new Error(`seqloom convert: needs ${name}, which is not installed. Run npm install ${name}.`, {
      cause,
    });
  }
}
