// Loaded before a program: its n-th rename never happens. Prints a line when it is asked for.
import promises from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';

const { rename } = promises;
let left = Number(process.env.HANG_AT_RENAME);
promises.rename = (...paths) => {
  if (--left > 0) return rename(...paths);
  process.stdout.write('{"event":"hangs"}\n');
  setInterval(() => {}, 1000); // keeps the process alive
  return new Promise(() => {});
};
syncBuiltinESMExports();
