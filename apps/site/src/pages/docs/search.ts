import type MiniSearch from 'minisearch';
import { latestRarely } from '../../timing/latest-rarely.ts';
import type { SearchDocument } from './search-options.ts';

const MOST = 12;

/** Screen readers are told of results at most once in this time. */
const STATUS_MS = 1000;

/** When the page has been drawn and its own files are there. */
const KEEP_AFTER_MS = 3000;

/** What a result carries of its document. */
type Found = Pick<SearchDocument, 'address' | 'page' | 'heading' | 'excerpt'>;

/**
 * Searches the documentation while something is typed. The index and the code of the search are loaded with the first letter; the
 * service worker keeps both, so that it works off line.
 *
 * @param form with the input, the status and the list of results
 */
export function startSearch(form: HTMLFormElement): void {
  const input = form.querySelector('input')!;
  const status = form.querySelector<HTMLElement>('[role="status"]')!;
  const list = form.querySelector('ol')!;
  const docs = new URL(form.dataset.docs!, location.href);
  let index: Promise<MiniSearch<SearchDocument>> | undefined;
  let latest = 0;
  let said = '';
  const saySoon = latestRarely(() => {
    status.textContent = said;
  }, STATUS_MS).soon;

  async function search(): Promise<void> {
    const query = input.value.trim();
    const turn = ++latest;
    if (query === '') {
      show([], '');
      return;
    }
    try {
      index ??= loadIndex(new URL('search.json', docs));
      const results = (await index).search(query) as unknown as Found[]; // the stored fields are in every result
      if (turn === latest) show(results.slice(0, MOST), countText(results.length));
    } catch (error) {
      index = undefined;
      if (turn === latest)
        show([], `The search does not load: ${(error as Error).message} Try again when you are on line.`);
    }
  }

  function show(results: readonly Found[], text: string): void {
    said = text;
    saySoon();
    list.replaceChildren(...results.map((result) => itemOf(result, docs)));
    list.hidden = results.length === 0;
  }

  input.addEventListener('input', () => void search());
  // Kept by the service worker, so that the search works off line on a page that was opened once.
  if (navigator.serviceWorker?.controller)
    setTimeout(() => void fetch(new URL('search.json', docs)).catch(() => {}), KEEP_AFTER_MS);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    list.querySelector('a')?.focus();
  });
  form.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return;
    input.value = '';
    input.focus();
    void search();
  });
}

async function loadIndex(address: URL): Promise<MiniSearch<SearchDocument>> {
  const [{ default: Search }, { SEARCH_OPTIONS }, text] = await Promise.all([
    import('minisearch'),
    import('./search-options.ts'),
    fetch(address).then((answer) => {
      if (!answer.ok) throw new Error(`the index answers ${answer.status}.`);
      return answer.text();
    }),
  ]);
  return Search.loadJSON<SearchDocument>(text, SEARCH_OPTIONS);
}

function countText(count: number): string {
  if (count === 0) return 'Nothing found.';
  return count === 1 ? 'One passage' : `${count} passages${count > MOST ? `, the first ${MOST}` : ''}`;
}

/** A result as a link; every text is text. */
function itemOf({ address, page, heading, excerpt }: Found, docs: URL): HTMLLIElement {
  const item = document.createElement('li');
  const link = document.createElement('a');
  link.href = new URL(address, docs).href;
  link.textContent = heading;
  const where = document.createElement('span');
  where.textContent = page;
  const text = document.createElement('p');
  text.textContent = excerpt;
  item.append(link, where, text);
  return item;
}
