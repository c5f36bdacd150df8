/** Letters that came in, were moved or linked. */
export interface LetterTables {
  letter: {
    /** Its `Message-ID`. */
    id: string;
    /** JSON; its record as a reference. */
    body: string;
    folder: string | null;
    at: number;
    /** Tells it from another letter under the same id; null: it was put in by hand. */
    print: string | null;
    /** The record it belongs to, as the body has it: so that the letters of a record are found. */
    record: string | null;
    /** 1: emptied after the time letters are kept; only the id is left, so that the letter is not taken in again. */
    emptied: number;
  };
}
