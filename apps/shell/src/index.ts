export type { AppName } from './apps.ts';
export { BACKEND_ARGS, backendOptions, threadsText } from './backend-options.ts';
export { didYouMean } from './did-you-mean.ts';
export { type CommandLine, dispatch } from './dispatch.ts';
export { downloadReporter } from './download-reporter.ts';
export { eventLine } from './event-line.ts';
export { exitCodeOf } from './exit-code.ts';
export {
  countText,
  escapeText,
  type HtmlPage,
  type HtmlTable,
  htmlPage,
  htmlTable,
  type PageLink,
} from './html-page.ts';
export { InterruptedError, interruptible } from './interrupt.ts';
export { readModelFile } from './model-file.ts';
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
export { type ProgressTexts, type TerminalProgress, terminalProgress } from './progress.ts';
export { shellWord } from './shell-word.ts';
export { runStartLine } from './start-line.ts';
export { processTerminal, type Terminal } from './terminal.ts';
export { MODEL_FILE_ARGS, withModel } from './with-model.ts';
