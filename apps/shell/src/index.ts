export { type CommandLine, dispatch } from './dispatch.ts';
export { exitCodeOf } from './exit-code.ts';
export { countText, escapeText, type HtmlPage, type HtmlTable, htmlPage, htmlTable } from './html-page.ts';
export { InterruptedError, interruptible } from './interrupt.ts';
export { type OpenBackendOptions, openBackend } from './open-backend.ts';
export {
  checkOptions,
  integerOption,
  type Options,
  requiredText,
  shareOption,
  textOption,
} from './options.ts';
export { prepareOutputFolder, writeFolder } from './output-folder.ts';
export { processTerminal, type Terminal } from './terminal.ts';
