import type { Definition } from "../definition/model.ts";
import type { DirectorySnapshot } from "../people/directory.ts";
import { drawArrow, drawLabel } from "./arrow-svg.ts";
import { type Card, measureCard, measureLabel, RHYTHM } from "./card.ts";
import { extractGraph } from "./extract.ts";
import type { Graph, GraphNode } from "./graph.ts";
import { type Box, type Layout, layOut, type Point, type Rectangle } from "./layout.ts";
import { wire } from "./ports.ts";
import {
  drawBadge,
  drawBand,
  drawCard,
  drawDiamond,
  drawEnd,
  drawGroup,
  drawPlus,
  escapeXml,
  n,
  type Placed,
} from "./shape-svg.ts";
import { styleSheet } from "./theme.ts";
import { createWords } from "./words.ts";

export interface DiagramOptions {
  /** Language of the words that are not in the file. @default "ru" */
  readonly locale?: "ru" | "en";
  /** Gives departments, groups and users their names. @default none: their ids stand there */
  readonly directory?: DirectorySnapshot;
  /** `auto` follows the reader's `prefers-color-scheme`. @default "auto" */
  readonly scheme?: "auto" | "light" | "dark";
  /** What happened: marks steps. @default none */
  readonly overlay?: Overlay;
}

/** Marks on the steps of a diagram, by step id. With an overlay, steps that are not `visited` are faded. */
export interface Overlay {
  /** Where tokens stand now. */
  readonly current?: readonly string[];
  readonly visited?: readonly string[];
  /** A number in the corner: visits, or open instances. */
  readonly counts?: Readonly<Record<string, number>>;
}

/**
 * Draws a process as an SVG picture: boxes for the steps with who decides and the escalation ladder, arrows with what leads
 * along them. It carries its own styles, follows the reader's color scheme, and may be put into a page as it is; each
 * step's element has `data-step`. Text is escaped; nothing in it is executed or loaded.
 */
export async function diagramSvg(definition: Definition, options: DiagramOptions = {}): Promise<string> {
  const { locale = "ru", directory = null, scheme = "auto", overlay } = options;
  const graph = extractGraph(definition, createWords(definition, { locale, directory }), "direct");
  const cards = new Map(graph.nodes.map((node) => [node.id, sizeOf(node)]));
  const labels = new Map(graph.edges.map((edge) => [edge.id, edge.label ? measureLabel(edge.label) : null]));
  const boxes = graph.nodes.map((node) => boxOf(node, cards.get(node.id)));
  const layout = await layOut({ boxes, wiring: wire(graph, "direct"), labels, direction: "DOWN" });
  const drawing = new Drawing(graph, layout, overlay);
  const [width, height] = [Math.ceil(layout.width), Math.ceil(layout.height)];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" class="ordo-diagram" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${escapeXml(graph.title)}">`,
    `<title>${escapeXml(graph.title)}</title>`,
    `<style>${escapeStyle(styleSheet(scheme))}</style>`,
    `<rect class="paper" width="${width}" height="${height}" rx="12"/>`,
    drawing.groups(cards),
    drawing.arrows(),
    drawing.bands(cards),
    drawing.nodes(cards),
    drawing.labels(labels),
    "</svg>",
    "",
  ].join("\n");
}

/** Pixels across a diamond and an end. */
const DIAMOND = 34;
const END = 26;
const GROUP_WIDTH = 320;

function sizeOf(node: GraphNode): Card {
  switch (node.shape) {
    case "diamond":
    case "plus":
      return plain(DIAMOND);
    case "end":
      return plain(END);
    case "group":
      return measureCard(node, GROUP_WIDTH);
    default:
      return node.kind === null ? plain(END) : measureCard(node, RHYTHM.width);
  }
}

const SLANTED: readonly GraphNode["shape"][] = ["diamond", "plus"];

/** Draws the first point of an arrow on to the slanted side of a diamond: layout knows only the square around it. */
function reachInto(points: readonly Point[], square: Rectangle | undefined): readonly Point[] {
  const [first, ...rest] = points;
  if (!first || !square) return points;
  const dx = first.x - (square.x + square.width / 2);
  const dy = first.y - (square.y + square.height / 2);
  const isVertical = Math.abs(dy) >= Math.abs(dx);
  const moved = isVertical
    ? { x: first.x, y: first.y - Math.sign(dy) * Math.abs(dx) }
    : { x: first.x - Math.sign(dx) * Math.abs(dy), y: first.y };
  return [moved, ...rest];
}

function plain(size: number): Card {
  return { width: size, height: size, caption: "", title: [], facts: [], rungs: [], ladderTop: size };
}

function boxOf(node: GraphNode, card: Card = plain(END)): Box {
  const { width, height } = card;
  return { id: node.id, parent: node.parent, width, height, header: node.shape === "group" ? height : null };
}

class Drawing {
  readonly #graph: Graph;
  readonly #layout: Layout;
  readonly #overlay: Overlay | undefined;

  constructor(graph: Graph, layout: Layout, overlay: Overlay | undefined) {
    this.#graph = graph;
    this.#layout = layout;
    this.#overlay = overlay;
  }

  groups(cards: ReadonlyMap<string, Card>): string {
    return this.#placed(cards, ({ shape }) => shape === "group")
      .map((placed) => this.#wrap(placed, drawGroup(placed, this.#outline(placed))))
      .join("\n");
  }

  bands(cards: ReadonlyMap<string, Card>): string {
    return this.#placed(cards, ({ shape }) => shape === "group")
      .map(drawBand)
      .join("\n");
  }

  nodes(cards: ReadonlyMap<string, Card>): string {
    return this.#placed(cards, ({ shape }) => shape !== "group")
      .map((placed) => this.#wrap(placed, this.#draw(placed)))
      .join("\n");
  }

  arrows(): string {
    const slanted = new Set(this.#graph.nodes.filter(({ shape }) => SLANTED.includes(shape)).map(({ id }) => id));
    const border = (id: string): Rectangle | undefined => (slanted.has(id) ? this.#layout.boxes.get(id) : undefined);
    const drawn = this.#graph.edges.map((edge) => {
      const points = this.#layout.arrows.get(edge.id)?.points ?? [];
      const begun = reachInto(points, border(edge.from));
      return drawArrow(edge, reachInto(begun.toReversed(), border(edge.to)).toReversed());
    });
    return drawn.join("\n");
  }

  labels(measured: ReadonlyMap<string, { readonly lines: readonly string[] } | null>): string {
    const drawn = this.#graph.edges.map(({ id }) => {
      const [words, at] = [measured.get(id), this.#layout.arrows.get(id)?.label];
      return words && at ? drawLabel(words.lines, at) : "";
    });
    return drawn.filter((label) => label !== "").join("\n");
  }

  #placed(cards: ReadonlyMap<string, Card>, which: (node: GraphNode) => boolean): readonly Placed[] {
    return this.#graph.nodes.filter(which).flatMap((node) => {
      const [card, at] = [cards.get(node.id), this.#layout.boxes.get(node.id)];
      return card && at ? [{ node, card, at }] : [];
    });
  }

  #draw(placed: Placed): string {
    switch (placed.node.shape) {
      case "diamond":
        return drawDiamond(placed, this.#outline(placed));
      case "plus":
        return drawPlus(placed, this.#outline(placed));
      case "end":
        return drawEnd(placed);
      default:
        return placed.node.kind === null ? drawEnd(placed) : drawCard(placed, this.#outline(placed));
    }
  }

  #outline({ node }: Placed): string {
    if (node.step === null) return "";
    if (this.#overlay?.current?.includes(node.step)) return "now";
    return this.#overlay?.visited?.includes(node.step) ? "seen" : "";
  }

  #wrap({ node, at }: Placed, drawn: string): string {
    const hint = node.hint ? `<title>${escapeXml(node.hint)}</title>` : "";
    if (node.step === null) return `<g>${hint}${drawn}</g>`;
    const { current = [], visited = [], counts = {} } = this.#overlay ?? {};
    const isNow = current.includes(node.step);
    const isFaded =
      this.#overlay?.visited !== undefined && !isNow && !visited.includes(node.step) && node.shape !== "group";
    const count = Object.hasOwn(counts, node.step) ? counts[node.step] : undefined;
    const badge = count === undefined ? "" : drawBadge(at, n(count), isNow);
    return `<g data-step="${escapeXml(node.step)}"${isFaded ? ' class="faded"' : ""}>${hint}${drawn}${badge}</g>`;
  }
}

/** The style sheet is ours and has no markup in it but the `<` that must never end the element. */
function escapeStyle(css: string): string {
  return css.replaceAll("<", "");
}
