/** One finding about a document: what is wrong, where, what to do. Texts in both languages; the printer picks. */
export interface Problem {
  /** Kebab-case and stable: `step-target-exists`. `ordo explain <code>` tells more. */
  readonly code: string;
  readonly severity: "error" | "warning";
  readonly place: Span;
  readonly message: Text;
  readonly remedy: Text;
  /** Further places that belong to it: the first of two duplicates. */
  readonly related?: readonly { readonly place: Span; readonly message: Text }[];
  /** Edits that mend it without a doubt; applied by `--fix`, comments kept. */
  readonly fix?: readonly Edit[];
}

export interface Text {
  readonly ru: string;
  readonly en: string;
}

export type Locale = keyof Text;

/** Lines and columns count from 1, columns in UTF-16 units; `end…` is the first column after the span. */
export interface Span {
  readonly file: string;
  readonly start: number;
  readonly end: number;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** Replaces the text between two offsets of the problem's file. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}
