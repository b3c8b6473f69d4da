export { readCsvFile } from './read-csv-file.ts';
export { readPanelFile } from './read-panel-file.ts';
