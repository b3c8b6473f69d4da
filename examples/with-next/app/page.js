import { loadPretrained } from 'seqloom/models';

// Once for the server; every request uses it.
const loading = loadPretrained('sentiment');
const LONGEST = 2000;

/** A page that the server makes: it scores ?text=, and the browser loads no model. */
export default async function Page({ searchParams }) {
  const { text } = await searchParams;
  const given = typeof text === 'string' && text.trim() !== '' ? text.slice(0, LONGEST) : 'not bad at all';
  const { label, probability } = await (await loading).explain(given);
  return (
    <form>
      <label>
        A text <input name="text" defaultValue={given} />
      </label>
      <button type="submit">Score</button>
      <output>{`${label}, ${(100 * probability).toFixed(0)} %`}</output>
    </form>
  );
}
