import type { Locale } from "../definition/problem.ts";

/**
 * A document as what it says, made once; HTML and PDF are two renderings of it. Pure data: it goes to a printer in another
 * thread or to a file unchanged. Everything in it is text that people wrote; no markup of any kind.
 */
export interface DocumentModel {
  readonly locale: Locale;
  /** The small line above the title, and the head of later pages: «Лист согласования № 57». Null: none. */
  readonly kind: string | null;
  readonly title: string;
  /** When it was made, from the history: ISO text with an offset. The only date that a file of it bears. */
  readonly madeAt: string;
  /** At the foot of every page. */
  readonly footer: string;
  readonly blocks: readonly Block[];
}

export type Block =
  | { readonly kind: "heading"; readonly text: string }
  | { readonly kind: "paragraph"; readonly lines: Lines }
  /** Titles and what stands under them, several beside each other. */
  | { readonly kind: "facts"; readonly rows: readonly Fact[] }
  | { readonly kind: "bullets"; readonly items: readonly Lines[] }
  | { readonly kind: "table"; readonly table: Table }
  /** Lines to sign on, each with what stands beside it. */
  | { readonly kind: "signatures"; readonly names: readonly string[] };

export interface Fact {
  readonly title: string;
  readonly text: string;
}

export interface Table {
  readonly columns: readonly Column[];
  /** Rows that stand together under a title of their own; null: no title. */
  readonly groups: readonly { readonly title: string | null; readonly rows: readonly Row[] }[];
}

export interface Column {
  readonly title: string;
  /** Share of the width beside the other columns'. */
  readonly share: number;
}

export interface Row {
  /** `past`: another one has taken its place. `void`: it was taken back. */
  readonly look: "plain" | "past" | "void";
  readonly cells: readonly Lines[];
}

/** Lines under each other, each of one or more spans. */
export type Lines = readonly (readonly Span[])[];

export interface Span {
  readonly text: string;
  readonly tone: Tone;
}

/** `quiet`: beside the point. `note`: to be noticed. `struck`: no longer holds. `quote`: somebody's own words. */
export type Tone = "plain" | "strong" | "quiet" | "note" | "struck" | "quote";

/** One line of one tone. */
export function line(text: string, tone: Tone = "plain"): readonly Span[] {
  return [{ text, tone }];
}

/** The lines of a text that people wrote with line breaks in it. */
export function linesOf(text: string): Lines {
  return text.split(/\r\n|[\n\r\u2028\u2029]/).map((one) => line(one));
}
