export { readCsvFile } from './read-csv-file.ts';
