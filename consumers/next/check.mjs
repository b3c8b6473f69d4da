/** Next without a configuration (Turbopack): pages of the server and of the client, in development and built. */
export default async function check({ project, browser, isolate, report }) {
  const version = project.version('next');
  const env = { NEXT_TELEMETRY_DISABLED: '1' };
  const visit = async (how, url, page, ids) => {
    for (const [place, result] of Object.entries(await browser.visit(`${url}${page}`, ids)))
      report({ tool: 'Next', version, how: `${how}, ${place}`, ...result });
  };
  const dev = await project.start('next', ['dev', '--port', '0'], env);
  try {
    await visit('dev', dev.url, '/', ['server']);
    await visit('dev', dev.url, '/client');
  } finally {
    await dev.stop();
  }
  await project.tool('next', ['build'], env);
  const built = await project.start('next', ['start', '--port', '0'], env);
  const isolated = await isolate(built.url);
  try {
    await visit('build', built.url, '/', ['server']);
    await visit('build, isolated', isolated.url, '/client');
  } finally {
    await isolated.stop();
    await built.stop();
  }
}
