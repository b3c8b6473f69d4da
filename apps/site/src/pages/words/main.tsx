import { mountPage } from '../../frame/mount-page.tsx';
import { WordsPage } from './words-page.tsx';
import { wordsState } from './words-state.ts';

const state = wordsState();
mountPage(<WordsPage state={state} />);
// the page is shown before its data are fetched
requestAnimationFrame(() => setTimeout(() => void state.load()));
