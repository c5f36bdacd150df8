import type { Fact, GraphNode, RungWords } from "./graph.ts";
import type { Size } from "./layout.ts";
import { type Font, textWidth, wrapText } from "./text-size.ts";

/** A box with its words broken into lines: how big it has to be, and what stands where in it. */
export interface Card extends Size {
  readonly caption: string;
  readonly title: readonly string[];
  readonly facts: readonly { readonly icon: Fact["icon"]; readonly lines: readonly string[] }[];
  readonly rungs: readonly { readonly words: RungWords; readonly lines: readonly string[] }[];
  /** From the upper edge to the ladder; the card's height where there is none. */
  readonly ladderTop: number;
}

export const CAPTION: Font = { size: 10.5, bold: false };
export const TITLE: Font = { size: 13, bold: true };
export const FACT: Font = { size: 12, bold: false };
export const RUNG: Font = { size: 11, bold: false };
export const LABEL: Font = { size: 11, bold: false };

/** Pixels: the card's rhythm, shared with the renderer. */
export const RHYTHM = {
  width: 268,
  padding: 12,
  /** The square with the icon, and the gap to its right. */
  icon: 30,
  iconGap: 10,
  captionLine: 15,
  titleLine: 17,
  factLine: 16,
  factIndent: 18,
  factGap: 3,
  rungLine: 14.5,
  rungGap: 4,
  rungIndent: 22,
} as const;

const TITLE_LINES_MAX = 4;
const FACT_LINES_MAX = 3;
const RUNG_LINES_MAX = 3;

/** Measures a step's card, or the header of a group, which has the same words in a wider box. */
export function measureCard(node: GraphNode, width: number): Card {
  const inner = width - 2 * RHYTHM.padding;
  const text = inner - RHYTHM.icon - RHYTHM.iconGap;
  const title = wrapText(node.title, TITLE, { width: text, linesMax: TITLE_LINES_MAX });
  const facts = node.facts.map(({ icon, text: words }) => ({
    icon,
    lines: wrapText(words, FACT, { width: text - RHYTHM.factIndent, linesMax: FACT_LINES_MAX }),
  }));
  const rungs = node.rungs.map((words) => ({
    words,
    lines: wrapText(`${words.after} → ${words.action}`, RUNG, {
      width: inner - RHYTHM.rungIndent,
      linesMax: RUNG_LINES_MAX,
    }),
  }));
  const ladderTop = bodyHeight(title.length, facts);
  const [caption = ""] = wrapText(node.caption, CAPTION, { width: text, linesMax: 1 });
  return { width, height: ladderTop + ladderHeight(rungs), caption, title, facts, rungs, ladderTop };
}

/** The size of an arrow's label, and its lines. */
export function measureLabel(label: string): Size & { readonly lines: readonly string[] } {
  const lines = wrapText(label, LABEL, { width: LABEL_WIDTH, linesMax: 3 });
  const width = Math.max(0, ...lines.map((line) => textWidth(line, LABEL)));
  return { width: Math.ceil(width) + 8, height: lines.length * LABEL_LINE + 4, lines };
}

export const LABEL_LINE = 14;
const LABEL_WIDTH = 150;

function bodyHeight(titleLines: number, facts: Card["facts"]): number {
  const factLines = facts.reduce((sum, { lines }) => sum + lines.length * RHYTHM.factLine + RHYTHM.factGap, 0);
  const words = RHYTHM.captionLine + titleLines * RHYTHM.titleLine + factLines;
  return Math.max(RHYTHM.icon, words) + 2 * RHYTHM.padding - 2;
}

function ladderHeight(rungs: Card["rungs"]): number {
  if (rungs.length === 0) return 0;
  return rungs.reduce((sum, { lines }) => sum + lines.length * RHYTHM.rungLine + RHYTHM.rungGap, 0) + RHYTHM.padding;
}
