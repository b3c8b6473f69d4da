/** Vite without a configuration: the development server, and what it builds. */
export async function checkVite({ project, browser, serveFolder, isolate, report }) {
  const version = project.version('vite');
  const visit = async (how, { url, stop }) => {
    try {
      for (const [place, result] of Object.entries(await browser.visit(url)))
        report({ tool: 'Vite', version, how: `${how}, ${place}`, ...result });
    } finally {
      await stop();
    }
  };
  project.remove('node_modules/.vite');
  const dev = await project.start('vite', ['src', '--port', '0']);
  try {
    await visit('dev', { ...dev, stop: () => {} });
    await visit('dev, isolated', await isolate(dev.url));
  } finally {
    await dev.stop();
  }
  await project.tool('vite', ['build', 'src', '--outDir', '../dist', '--emptyOutDir', '--logLevel', 'error']);
  const dist = `${project.folder}/dist`;
  await visit('build', await serveFolder(dist, { isolated: false }));
  await visit('build, isolated', await serveFolder(dist));
}
