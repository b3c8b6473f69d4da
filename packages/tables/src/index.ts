export { type ByteSource, byteSource, isBinary, markLength } from './encoding.ts';
export { type CsvRecord, CsvSplitter, type CsvSplitterOptions } from './splitter.ts';
