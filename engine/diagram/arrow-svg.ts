import { LABEL_LINE } from "./card.ts";
import type { GraphEdge } from "./graph.ts";
import type { Point, Rectangle } from "./layout.ts";
import { escapeXml, n } from "./shape-svg.ts";

/** An arrow along its points, corners rounded, with a head at the end. */
export function drawArrow(edge: GraphEdge, points: readonly Point[]): string {
  const last = points.at(-1);
  const before = points.at(-2);
  if (!last || !before) return "";
  const tone = edge.kind === "flow" || edge.kind === "leave" ? "" : edge.kind;
  const hint = edge.hint ? `<title>${escapeXml(edge.hint)}</title>` : "";
  const path = `<path class="flow ${tone}" d="${roundedPath(points)}">${hint}</path>`;
  return `${path}<path class="head ${tone && `${tone}-head`}" d="${headPath(before, last)}"/>`;
}

/** The words on an arrow. */
export function drawLabel(lines: readonly string[], at: Rectangle): string {
  const x = at.x + at.width / 2;
  const texts = lines.map((line, index) => {
    const y = at.y + 12 + index * LABEL_LINE;
    return `<text class="label" x="${n(x)}" y="${n(y)}" text-anchor="middle">${escapeXml(line)}</text>`;
  });
  return texts.join("");
}

const CORNER = 8;
const HEAD = 8;

function roundedPath(points: readonly Point[]): string {
  const [first, ...rest] = points;
  if (!first) return "";
  let path = `M${n(first.x)} ${n(first.y)}`;
  for (const [index, point] of rest.entries()) {
    const next = rest[index + 1];
    const previous = points[index] ?? point;
    if (!next) {
      path += `L${n(point.x)} ${n(point.y)}`;
      continue;
    }
    const radius = Math.min(CORNER, distance(previous, point) / 2, distance(point, next) / 2);
    const [from, to] = [towards(point, previous, radius), towards(point, next, radius)];
    path += `L${n(from.x)} ${n(from.y)}Q${n(point.x)} ${n(point.y)} ${n(to.x)} ${n(to.y)}`;
  }
  return path;
}

function headPath(before: Point, tip: Point): string {
  const base = towards(tip, before, HEAD);
  const [dx, dy] = [(tip.y - base.y) * 0.5, (base.x - tip.x) * 0.5];
  return `M${n(tip.x)} ${n(tip.y)}L${n(base.x + dx)} ${n(base.y + dy)}L${n(base.x - dx)} ${n(base.y - dy)}Z`;
}

function towards(from: Point, to: Point, by: number): Point {
  const length = distance(from, to) || 1;
  return { x: from.x + ((to.x - from.x) * by) / length, y: from.y + ((to.y - from.y) * by) / length };
}

function distance(a: Point, b: Point): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}
