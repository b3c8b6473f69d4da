// Takes a folder, says how that ended, and lives until it is killed; SIGTERM ends it in the middle of its work.
import { lockFolder } from '@seqloom/train/node';

process.on('SIGTERM', () => process.exit(143)); // before it says that it is there
setInterval(() => {}, 1000);
await lockFolder(process.argv[2]).then(
  () => console.log('taken'),
  ({ name, pid }) => console.log(name, pid),
);
