// Takes a folder, says how that ended, and lives until it is killed.
import { lockFolder } from '@seqloom/train/node';

await lockFolder(process.argv[2]).then(
  () => console.log('taken'),
  ({ name, pid }) => console.log(name, pid),
);
setInterval(() => {}, 1000);
