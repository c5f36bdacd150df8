import type { Text } from "../problem.ts";

/** What an editor needs for one proposal. Pure data: an adapter turns it into the words of its protocol. */
export interface CompletionItem {
  readonly label: string;
  readonly kind: "variable" | "field" | "function" | "keyword" | "value" | "key" | "name";
  /** What replaces the text between `from` and `to`. */
  readonly insert: string;
  /** One line beside the label: a type, a signature, a title. */
  readonly detail: Text | null;
  /** What it is for, with an example. */
  readonly documentation: Text | null;
  /** Offsets in the text, in UTF-16 units. */
  readonly from: number;
  readonly to: number;
}

/** What an editor shows for the word under the pointer. */
export interface Hover {
  readonly title: Text;
  readonly documentation: Text | null;
  readonly from: number;
  readonly to: number;
}

/** The same words in both languages: names, signatures. */
export function same(text: string): Text {
  return { ru: text, en: text };
}
