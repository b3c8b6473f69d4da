/** The part of a data set that a text belongs to. */
export type TextPart = 'train' | 'validation' | 'test';

/** Texts, each with the class it belongs to. */
export interface TextDataset {
  /** The texts, in the order of the file. */
  readonly texts: readonly string[];
  /** `[N]`, values 0 … classes − 1: `classes[labels[i]]` is the label of `texts[i]`. */
  readonly labels: Int32Array;
  /** The label of each class, as it is in the file. */
  readonly classes: readonly string[];
  /** `[N]`, where the file says it: the part of each text. */
  readonly parts?: readonly TextPart[];
  /** What was seen and what was left out. */
  readonly report: TextReport;
}

/** The kinds of files that hold texts; `lines`, a text a line, has no labels. */
export type TextForm = 'delimited' | 'json' | 'json lines' | 'fastText' | 'folders' | 'lines';

/** A row that was not kept. */
export interface DroppedRow {
  /** Where it is: `line 7`, `item 7` of a JSON array, or a file. */
  readonly place: string;
  /** What is wrong with it. */
  readonly problem: string;
}

/** How labelled texts were read. */
export interface TextReport {
  /** The file. */
  readonly name: string;
  readonly form: TextForm;
  /** For instance `utf-8`. */
  readonly encoding: string;
  /** Between the columns of a delimited file. */
  readonly delimiter?: string;
  /** Whether the first line of a delimited file names its columns. */
  readonly header?: boolean;
  /** The columns that are the text; several are joined by a blank. */
  readonly text: readonly string[];
  /** The column that is the label. */
  readonly label: string;
  /** The columns that are not used. */
  readonly unused: readonly string[];
  /** How the classes are ordered: labels that are all numbers by number, others by code points, or as the option says. */
  readonly order: 'number' | 'text' | 'given';
  /** The number of texts of each class. */
  readonly counts: readonly number[];
  /** The number of rows that were not kept. */
  readonly droppedRows: number;
  /** The first hundred of them. */
  readonly dropped: readonly DroppedRow[];
  /** Texts that are in the file before, with the same label. */
  readonly duplicates: number;
  /** Texts that are in the file before, with another label. */
  readonly contradictions: number;
  /** What a user should know, one sentence each. */
  readonly notices: readonly string[];
  /** All of this in a few lines for a terminal, the first two without the notices. */
  readonly lines: readonly string[];
}
