/** An accuracy and what it was measured on. */
export interface MeasuredOn {
  readonly samples: number;
  readonly accuracy: number;
}

/** What a pretrained model is, where it comes from and what it reaches. Measured on the file that is loaded. */
export interface ModelCard {
  /** Words it knows. */
  readonly words: number;
  readonly parameters: number;
  /** Of the file in the package. */
  readonly bytes: number;
  /** Texts it has learned from, by source. */
  readonly trainedOn: Readonly<Record<string, number>>;
  /** On texts it has not learned from, by what they are. */
  readonly accuracy: Readonly<Record<string, MeasuredOn>>;
}
