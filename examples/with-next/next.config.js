// The server loads the package as it is installed: native code cannot be bundled.
export default { serverExternalPackages: ['seqloom'] };
