/** webpack without a configuration: its command line is told where the sources are. */
export default async function check({ project, browser, serveFolder, report }) {
  const version = project.version('webpack');
  project.remove('dist');
  for (const mode of ['development', 'production']) {
    const args = ['--mode', mode, '--entry', './src/window.js', '-o', 'dist'];
    await project.tool('webpack', ['build', ...args, '--output-filename', 'window.js']);
    await project.run('cp', ['src/index.html', 'dist/index.html']);
    const server = await serveFolder(`${project.folder}/dist`);
    try {
      for (const [place, result] of Object.entries(await browser.visit(server.url)))
        report({ tool: 'webpack', version, how: `${mode}, isolated, ${place}`, ...result });
    } finally {
      await server.stop();
    }
  }
}
