/** A page with an import map and no bundler; the binaries from the code, and from `files` in each form. */
export default async function check({ project, browser, serveFolder, report }) {
  const server = await serveFolder(project.folder);
  const visit = async (files) => (await browser.visit(`${server.url}/?files=${files}`, ['window'])).window;
  const cell = (how, result) => report({ tool: 'Import map', how: `isolated, window, ${how}`, ...result });
  try {
    cell('no files', await visit('none'));
    cell('files: folder', await visit('folder'));
    cell('files: URLs', await visit('urls'));
    cell('files: bytes', await visit('bytes'));
    const { error = 'no error' } = await visit('page');
    if (!/nothing-here\/tfjs\.wasm answered with an HTML page \(content-type text\/html\)/.test(error))
      throw new Error(`A page instead of a file is not named: ${error}`);
  } finally {
    await server.stop();
  }
}
