export { didYouMean } from './did-you-mean.ts';

export {
  countText,
  escapeText,
  type HtmlPage,
  type HtmlTable,
  htmlPage,
  htmlTable,
  type PageLink,
} from './report/html-page.ts';
export { shellWord } from './report/shell-word.ts';
