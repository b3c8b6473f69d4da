export { type ByteSource, byteSource, markLength } from './encoding.ts';
export { type CsvRecord, CsvSplitter, type CsvSplitterOptions } from './splitter.ts';
