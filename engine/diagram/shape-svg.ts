import { type Card, RHYTHM } from "./card.ts";
import type { Fact, GraphNode } from "./graph.ts";
import { ICONS } from "./icons.ts";
import type { Rectangle } from "./layout.ts";
import { toneOf } from "./theme.ts";

/** A box with its place. */
export interface Placed {
  readonly node: GraphNode;
  readonly card: Card;
  readonly at: Rectangle;
}

/** Extra classes of the box's outline: `seen`, `now`. */
export function drawCard({ node, card, at }: Placed, outline: string): string {
  const pill = node.shape === "start";
  const radius = pill ? Math.min(at.height / 2, PILL_RADIUS_MAX) : 10;
  const box = `<rect class="card ${outline}" x="${n(at.x)}" y="${n(at.y)}" width="${n(at.width)}" height="${n(at.height)}" rx="${n(radius)}"/>`;
  return box + drawWords({ node, card, at }) + drawLadder({ node, card, at });
}

/** A rounder start would cut off the icon in its corner. */
const PILL_RADIUS_MAX = 27;

/** The frame of a group. */
export function drawGroup({ at }: Placed, outline: string): string {
  return `<rect class="group ${outline}" x="${n(at.x)}" y="${n(at.y)}" width="${n(at.width)}" height="${n(at.height)}" rx="14"/>`;
}

/** The words of a group in a band along its upper edge. Drawn over the arrows: one that comes in passes behind it. */
export function drawBand({ node, card, at }: Placed): string {
  const [width, height] = [at.width - 2, card.height - 1];
  const band = `<path class="band" d="M${n(at.x + 1)} ${n(at.y + 1 + height)}v${n(13 - height)}a13 13 0 0 1 13 -13h${n(width - 26)}a13 13 0 0 1 13 13v${n(height - 13)}Z"/>`;
  return band + drawWords({ node, card, at }) + drawLadder({ node, card, at });
}

/** A choice: a diamond that touches the middle of each side of its square. */
export function drawDiamond({ at }: Placed, outline: string): string {
  const [middleX, middleY] = [at.x + at.width / 2, at.y + at.height / 2];
  const points = [
    [middleX, at.y],
    [at.x + at.width, middleY],
    [middleX, at.y + at.height],
    [at.x, middleY],
  ];
  return `<polygon class="rule-shape ${outline}" points="${points.map(([x = 0, y = 0]) => `${n(x)},${n(y)}`).join(" ")}"/>`;
}

/** A diamond with a plus: everything after it runs side by side, or everything before it is waited for. */
export function drawPlus(placed: Placed, outline: string): string {
  const { x, y, width } = placed.at;
  const [middleX, middleY, arm] = [x + width / 2, y + placed.at.height / 2, 6.5];
  const plus = `M${n(middleX - arm)} ${n(middleY)}h${2 * arm}M${n(middleX)} ${n(middleY - arm)}v${2 * arm}`;
  return `${drawDiamond(placed, outline)}<path class="icon rule" d="${plus}"/>`;
}

/** An end, or a start without words: a ring with a dot. */
export function drawEnd({ at }: Placed): string {
  const [x, y, radius] = [at.x + at.width / 2, at.y + at.height / 2, at.width / 2];
  return `<circle class="end" cx="${n(x)}" cy="${n(y)}" r="${n(radius - 1.5)}"/><circle class="end-dot" cx="${n(x)}" cy="${n(y)}" r="${n(radius - 6)}"/>`;
}

/** A count at the upper right corner. */
export function drawBadge(at: Rectangle, text: string, isNow: boolean): string {
  const width = Math.max(20, text.length * 7.5 + 10);
  const x = at.x + at.width - width + 8;
  const shape = `<rect class="${isNow ? "badge-now" : "badge"}" x="${n(x)}" y="${n(at.y - 9)}" width="${n(width)}" height="18" rx="9"/>`;
  return `${shape}<text class="badge-text" x="${n(x + width / 2)}" y="${n(at.y + 4)}" text-anchor="middle">${escapeXml(text)}</text>`;
}

/** Text that may stand in XML. Characters that XML 1.0 has no place for are left out. */
export function escapeXml(text: string): string {
  const allowed = text.replaceAll(FORBIDDEN, "");
  return allowed
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");
}

/** A number for an attribute: half a pixel matters, a thousandth does not. */
export function n(value: number): string {
  return String(Math.round(value * 10) / 10);
}

const FORBIDDEN = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu;

function drawWords({ node, card, at }: Placed): string {
  const tone = toneOf(node.kind);
  const [left, top] = [at.x + RHYTHM.padding, at.y + RHYTHM.padding - 1];
  const text = left + RHYTHM.icon + RHYTHM.iconGap;
  const parts: string[] = [];
  if (node.kind) {
    parts.push(
      `<rect class="${tone}-wash" x="${n(left)}" y="${n(top)}" width="${RHYTHM.icon}" height="${RHYTHM.icon}" rx="${node.shape === "start" ? RHYTHM.icon / 2 : 8}"/>`,
    );
    parts.push(icon(ICONS[node.kind], { x: left + 5, y: top + 5, scale: 1, className: `icon ${tone}` }));
  }
  let y = top + 10;
  parts.push(line("caption", text, y, card.caption));
  y += RHYTHM.captionLine + 1;
  for (const title of card.title) {
    parts.push(line("title", text, y, title));
    y += RHYTHM.titleLine;
  }
  for (const fact of card.facts) {
    y += RHYTHM.factGap;
    parts.push(drawFact(fact, text, y));
    y += fact.lines.length * RHYTHM.factLine;
  }
  return parts.join("");
}

function drawFact(
  { icon: name, lines }: { readonly icon: Fact["icon"]; readonly lines: readonly string[] },
  x: number,
  y: number,
): string {
  const mark = icon(ICONS[name], { x, y: y - 11, scale: 0.66, className: "icon small" });
  return (
    mark + lines.map((text, index) => line("fact", x + RHYTHM.factIndent, y + index * RHYTHM.factLine, text)).join("")
  );
}

/** The escalation ladder at the foot of the card: a rail with a rung for each line. */
function drawLadder({ node, card, at }: Placed): string {
  if (card.rungs.length === 0) return "";
  const [left, top, bottom] = [at.x + 1, at.y + card.ladderTop, at.y + card.height - 1];
  const width = at.width - 2;
  const [rail, text] = [left + RHYTHM.padding + 4, left + RHYTHM.padding + RHYTHM.rungIndent - 1];
  const corner = node.shape === "group" ? 0 : 9;
  const path = `M${n(left)} ${n(top)}h${n(width)}V${n(bottom - corner)}a${corner} ${corner} 0 0 1 -${corner} ${corner}h${n(2 * corner - width)}a${corner} ${corner} 0 0 1 -${corner} -${corner}Z`;
  const parts = [`<path class="ladder" d="${path}"/>`];
  let y = top + RHYTHM.padding + 5;
  const steps: string[] = [];
  for (const { words, lines } of card.rungs) {
    steps.push(`M${n(rail - 4)} ${n(y - 4)}h8`);
    for (const [index, words_] of lines.entries())
      parts.push(rungLine(words_, index === 0 ? words.after : "", text, y + index * RHYTHM.rungLine));
    y += lines.length * RHYTHM.rungLine + RHYTHM.rungGap;
  }
  const rails = `M${n(rail - 4)} ${n(top + 6)}V${n(bottom - 6)}M${n(rail + 4)} ${n(top + 6)}V${n(bottom - 6)}`;
  return `${parts.join("")}<path class="rail" d="${rails}${steps.join("")}"/>`;
}

function rungLine(text: string, after: string, x: number, y: number): string {
  if (after === "" || !text.startsWith(after)) return line("rung", x, y, text);
  return `<text class="rung" x="${n(x)}" y="${n(y)}"><tspan class="after">${escapeXml(after)}</tspan>${escapeXml(text.slice(after.length))}</text>`;
}

function icon(
  path: string,
  at: { readonly x: number; readonly y: number; readonly scale: number; readonly className: string },
): string {
  const scale = at.scale === 1 ? "" : ` scale(${at.scale})`;
  return `<path class="${at.className}" transform="translate(${n(at.x)} ${n(at.y)})${scale}" d="${path}"/>`;
}

function line(className: string, x: number, y: number, text: string): string {
  return `<text class="${className}" x="${n(x)}" y="${n(y)}">${escapeXml(text)}</text>`;
}
