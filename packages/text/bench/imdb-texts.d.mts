export declare const IMDB_ARCHIVE: string;
export declare function readImdbTrainingTexts(folder: string): Promise<string[]>;
