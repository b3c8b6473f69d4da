// curl "localhost:3000/?text=not%20bad%20at%20all"
import { createServer } from 'node:http';
import { loadPretrained } from 'seqloom/models';

const model = await loadPretrained('sentiment');
const LONGEST = 2000;

const server = createServer(async ({ url }, response) => {
  const text = new URLSearchParams(url.split('?')[1]).get('text') ?? '';
  const ok = text !== '' && text.length <= LONGEST;
  const answer = ok
    ? await model.explain(text)
    : { error: `give ?text= of 1 to ${LONGEST} characters, got ${text.length}` };
  response.writeHead(ok ? 200 : 400, { 'content-type': 'application/json' });
  response.end(JSON.stringify(answer));
});
server.listen(Number(process.env.PORT ?? 3000), '127.0.0.1', () => {
  console.log(`http://127.0.0.1:${server.address().port}/?text=not%20bad%20at%20all`);
});
