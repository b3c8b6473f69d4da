/** Rollup with the two plug-ins that resolve packages and CommonJS. */
export default async function check({ project, browser, serveFolder, report }) {
  const entries = ['src/window.js', 'src/worker.js'];
  await project.tool('rollup', [...entries, '-d', 'dist', '-c', '--silent']);
  await project.run('cp', ['src/index.html', 'dist/index.html']);
  const server = await serveFolder(`${project.folder}/dist`);
  try {
    for (const [place, result] of Object.entries(await browser.visit(server.url)))
      report({ tool: 'Rollup', version: project.version('rollup'), how: `isolated, ${place}`, ...result });
  } finally {
    await server.stop();
  }
}
