/** esbuild by its command line: pages, and the program for Node. */
export default async function check({ project, browser, serveFolder, report }) {
  const version = project.version('esbuild');
  const build = (...args) => project.tool('esbuild', ['--bundle', '--log-level=warning', ...args]);
  for (const flags of [['--format=esm'], ['--format=esm', '--splitting', '--minify']]) {
    project.remove('dist');
    const printed = await build('src/window.js', 'src/worker.js', '--outdir=dist', ...flags);
    if (printed !== '') throw new Error(`esbuild ${flags.join(' ')} warns: ${printed}`);
    await project.run('cp', ['src/index.html', 'dist/index.html']);
    const server = await serveFolder(`${project.folder}/dist`);
    try {
      for (const [place, result] of Object.entries(await browser.visit(server.url)))
        report({ tool: 'esbuild', version, how: `${flags.join(' ')}, isolated, ${place}`, ...result });
    } finally {
      await server.stop();
    }
  }
  await build('src/program.js', '--platform=node', '--outfile=dist/program.cjs');
  const result = JSON.parse(await project.run(process.execPath, ['dist/program.cjs']));
  report({ tool: 'esbuild', version, how: '--platform=node', ...result });
}
