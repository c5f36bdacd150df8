import type { ElkExtendedEdge, ElkNode, ElkPort, LayoutOptions } from "elkjs/lib/elk-api.js";
import type { Port, Side, Wiring } from "./ports.ts";

/** A box to be placed. */
export interface Box {
  readonly id: string;
  readonly parent: string | null;
  /** Pixels; of a box that holds others the least. */
  readonly width: number;
  readonly height: number;
  /** Room above what the box holds, for its own words; null: it holds nothing. */
  readonly header: number | null;
  /** Words outside the box, for which to keep room. */
  readonly beside?: Size & { readonly where: "above" | "below" };
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Rectangle extends Point, Size {}

/** What to place. Boxes stand in the order of the story, a box that holds others before them. */
export interface Plan {
  readonly boxes: readonly Box[];
  readonly wiring: Wiring;
  /** Sizes of the labels on arrows, by edge. */
  readonly labels: ReadonlyMap<string, Size | null>;
  readonly direction: "DOWN" | "RIGHT";
}

/** Where everything stands, in pixels from the picture's upper left corner. */
export interface Layout extends Size {
  readonly boxes: ReadonlyMap<string, Rectangle>;
  readonly ports: ReadonlyMap<string, Rectangle>;
  readonly arrows: ReadonlyMap<string, { readonly points: readonly Point[]; readonly label: Rectangle | null }>;
}

/** Places the boxes in layers and leads the arrows around them at right angles. */
export async function layOut(plan: Plan): Promise<Layout> {
  // A megabyte of code that only a picture needs.
  const { default: elk } = await import("elkjs/lib/elk.bundled.js");
  const graph: ElkNode = {
    id: "root",
    layoutOptions: optionsFor(plan),
    children: nest(plan),
    edges: plan.wiring.ends
      .entries()
      .map(([id, ends]) => elkEdge(id, ends, plan))
      .toArray(),
  };
  return absolute(await new elk.default().layout(graph), plan.wiring.back);
}

const OPTIONS: LayoutOptions = {
  "elk.algorithm": "layered",
  "elk.hierarchyHandling": "INCLUDE_CHILDREN",
  "elk.edgeRouting": "ORTHOGONAL",
  "elk.json.edgeCoords": "ROOT",
  "elk.json.shapeCoords": "ROOT",
  "elk.randomSeed": "1",
  "elk.padding": "[top=24,left=24,bottom=24,right=24]",
  "elk.spacing.nodeNode": "36",
  "elk.spacing.edgeNode": "20",
  "elk.spacing.edgeEdge": "14",
  "elk.spacing.edgeLabel": "5",
  "elk.spacing.labelNode": "6",
  "elk.layered.spacing.nodeNodeBetweenLayers": "38",
  "elk.layered.spacing.edgeNodeBetweenLayers": "16",
  "elk.layered.spacing.edgeEdgeBetweenLayers": "14",
  "elk.layered.nodePlacement.favorStraightEdges": "true",
  "elk.layered.edgeLabels.sideSelection": "SMART_DOWN",
};

/**
 * Placing boxes so that arrows are shortest takes seconds for a hundred boxes; beyond this many a quicker way is taken,
 * which makes a wider picture.
 */
const BOXES_CAREFUL_MAX = 60;
const CAREFUL: LayoutOptions = {
  "elk.layered.nodePlacement.strategy": "NETWORK_SIMPLEX",
  "elk.layered.thoroughness": "10",
};
const QUICK: LayoutOptions = { "elk.layered.nodePlacement.strategy": "BRANDES_KOEPF", "elk.layered.thoroughness": "3" };

function optionsFor({ boxes, direction }: Plan): LayoutOptions {
  return { ...OPTIONS, ...(boxes.length > BOXES_CAREFUL_MAX ? QUICK : CAREFUL), "elk.direction": direction };
}

/** How much more the main way wants to be straight and short than a branch. */
const MAIN_PRIORITY = "20";

const SIDES: Readonly<Record<Plan["direction"], Readonly<Record<Side, string>>>> = {
  DOWN: { in: "NORTH", out: "SOUTH", left: "WEST", right: "EAST" },
  RIGHT: { in: "WEST", out: "EAST", left: "NORTH", right: "SOUTH" },
};

function nest(plan: Plan): ElkNode[] {
  const children = Map.groupBy(plan.boxes, ({ parent }) => parent);
  const build = (box: Box): ElkNode => {
    const ports = (plan.wiring.ports.get(box.id) ?? []).map((port) => elkPort(port, box, plan.direction));
    const { id, width, height, beside } = box;
    const labels = beside ? [{ id: `${id}/label`, text: "x", width: beside.width, height: beside.height }] : [];
    return {
      id,
      width,
      height,
      ports,
      labels,
      children: children.get(id)?.map(build) ?? [],
      layoutOptions: boxOptions(box, plan, ports.length > 0),
    };
  };
  return children.get(null)?.map(build) ?? [];
}

function boxOptions({ header, width, height, beside }: Box, plan: Plan, hasPorts: boolean): LayoutOptions {
  const vertical = beside?.where === "above" ? "V_TOP" : "V_BOTTOM";
  const words: LayoutOptions = beside ? { "elk.nodeLabels.placement": `OUTSIDE ${vertical} H_CENTER` } : {};
  if (header === null) return { "elk.portConstraints": "FIXED_POS", ...words };
  return {
    ...optionsFor(plan),
    ...(hasPorts && { "elk.portConstraints": "FIXED_SIDE" }),
    "elk.padding": `[top=${header + 16},left=20,bottom=20,right=20]`,
    "elk.nodeSize.constraints": "MINIMUM_SIZE",
    // A downward layout is a rightward one turned over, and the least size is not turned with it.
    "elk.nodeSize.minimum": plan.direction === "DOWN" ? `(${height},${width})` : `(${width},${height})`,
  };
}

/** Arrows leave a tall card's side beside its title, not beside its ladder, which they have nothing to do with. */
const SIDE_HEIGHT_MAX = 70;

function elkPort({ id, side, at, size }: Port, { width, height, header }: Box, direction: Plan["direction"]): ElkPort {
  const elkSide = SIDES[direction][side];
  const layoutOptions: LayoutOptions = { "elk.port.side": elkSide, "elk.port.borderOffset": String(-size / 2) };
  if (header !== null) return { id, width: size, height: size, layoutOptions };
  const [alongX, alongY] = [width * at - size / 2, Math.min(height, SIDE_HEIGHT_MAX) * at - size / 2];
  const x = elkSide === "WEST" ? -size / 2 : elkSide === "EAST" ? width - size / 2 : alongX;
  const y = elkSide === "NORTH" ? -size / 2 : elkSide === "SOUTH" ? height - size / 2 : alongY;
  return { id, width: size, height: size, x, y, layoutOptions };
}

/** An arrow back is given turned round: so the layout finds no circle, and keeps the boxes in the order of the story. */
function elkEdge(
  id: string,
  { from, to }: { readonly from: string; readonly to: string },
  plan: Plan,
): ElkExtendedEdge {
  const [source, target] = plan.wiring.back.has(id) ? [to, from] : [from, to];
  const size = plan.labels.get(id);
  const labels = size
    ? [
        {
          id: `${id}/label`,
          text: "x",
          width: size.width,
          height: size.height,
          layoutOptions: { "elk.edgeLabels.placement": "CENTER" },
        },
      ]
    : [];
  const priority = plan.wiring.main.has(id) ? MAIN_PRIORITY : "1";
  const layoutOptions = { "elk.layered.priority.straightness": priority, "elk.layered.priority.shortness": priority };
  return { id, sources: [source], targets: [target], labels, layoutOptions };
}

function absolute(root: ElkNode, back: ReadonlySet<string>): Layout {
  const boxes = new Map<string, Rectangle>();
  const ports = new Map<string, Rectangle>();
  const arrows = new Map<string, { points: readonly Point[]; label: Rectangle | null }>();
  const visit = (node: ElkNode): void => {
    for (const child of node.children ?? []) {
      boxes.set(child.id, rectangle(child));
      for (const port of child.ports ?? []) ports.set(port.id, rectangle(port));
      visit(child);
    }
    for (const edge of node.edges ?? []) {
      const points = pointsOf(edge);
      const label = edge.labels?.[0] ? rectangle(edge.labels[0]) : null;
      arrows.set(edge.id, { points: back.has(edge.id) ? points.toReversed() : points, label });
    }
  };
  visit(root);
  return { width: root.width ?? 0, height: root.height ?? 0, boxes, ports, arrows };
}

function rectangle({
  x = 0,
  y = 0,
  width = 0,
  height = 0,
}: {
  x?: number;
  y?: number;
  width?: number;
  height?: number;
}): Rectangle {
  return { x, y, width, height };
}

function pointsOf(edge: ElkExtendedEdge): readonly Point[] {
  return (edge.sections ?? []).flatMap(({ startPoint, bendPoints = [], endPoint }) => [
    startPoint,
    ...bendPoints,
    endPoint,
  ]);
}
