import './docs.css';
import './docs-text.css';
import { addCopyButtons } from './copy-buttons.ts';
import { startSearch } from './search.ts';

const form = document.querySelector<HTMLFormElement>('#docs-search');
if (form) startSearch(form);
addCopyButtons(document.querySelectorAll('.code'));

// The list of all pages is above the text on a narrow screen, where it would hide it.
const navigation = document.querySelector<HTMLDetailsElement>('.docs-navigation');
if (navigation && matchMedia('(max-width: 60rem)').matches) navigation.open = false;
navigation?.querySelector('[aria-current="page"]')?.scrollIntoView({ block: 'nearest' });
window.scrollTo({ top: location.hash === '' ? 0 : window.scrollY });
