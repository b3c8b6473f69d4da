export interface TableRow {
  readonly line: number;
  /** By the name of the column. */
  readonly cells: Readonly<Record<string, string>>;
}
export function tableRows(markdown: string): TableRow[];
export function codeSpans(text: string): string[];
