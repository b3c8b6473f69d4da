import { train } from '../src/train.js';

export const dynamic = 'force-dynamic';

export default async function Page() {
  return <pre id="server">{JSON.stringify(await train({ threads: 2 }))}</pre>;
}
