/** The largest difference between the losses of the two backends, which sum in another order. */
const TOLERANCE = 1e-4;

/** WebGL beside WebAssembly in a page that Vite built: the digest is that of WebAssembly, with losses that are WebGL's, too. */
export default async function check({ project, browser, serveFolder, report }) {
  const version = project.version('vite');
  await project.tool('vite', [
    'build',
    'page',
    '--outDir',
    '../dist',
    '--emptyOutDir',
    '--logLevel',
    'error',
  ]);
  const server = await serveFolder(`${project.folder}/dist`);
  try {
    const { window: result } = await browser.visit(server.url, ['window']);
    const how = `build, isolated, window, losses of webgl within ${TOLERANCE} of these`;
    const differs = !result.error && !(result.difference <= TOLERANCE);
    const error = differs ? `the losses of webgl differ by ${result.difference}` : result.error;
    report({ tool: 'Vite', version, how, ...result, ...(error && { error }) });
  } finally {
    await server.stop();
  }
}
