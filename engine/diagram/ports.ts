import type { GraphEdge, Shape } from "./graph.ts";

/** A side of a box as the flow sees it: `in` is where it comes from, `left` and `right` are beside it. */
export type Side = "in" | "out" | "left" | "right";

/** A point on a box's border where arrows begin or end. */
export interface Port {
  readonly id: string;
  readonly side: Side;
  /** Along the side, from 0 to 1; of a tall box's side along its upper part, where its title is. */
  readonly at: number;
  /** Pixels across: 0 for a mere point. */
  readonly size: number;
}

/** Where each arrow leaves its box and enters the next. */
export interface Wiring {
  readonly ports: ReadonlyMap<string, readonly Port[]>;
  /** By edge. */
  readonly ends: ReadonlyMap<string, { readonly from: string; readonly to: string }>;
  /** Edges that lead to an earlier box. */
  readonly back: ReadonlySet<string>;
  /** Edges of the longest way through: the story a reader follows first, which should run straight. */
  readonly main: ReadonlySet<string>;
}

/**
 * Wires the arrows of a graph to the sides of its boxes: the main way enters and leaves in the middle, branches leave at a
 * side, by turns, and what goes back to an earlier box goes back on the side of its branch. Groups have no ports where
 * arrows may cross their borders (`direct`): layout then finds the place.
 */
export function wire(graph: Wirable, style: "direct" | "nested"): Wiring {
  return new Wirer(graph, style).wiring();
}

/** What can be wired: the boxes in the order of the story, and the arrows between them. */
export interface Wirable {
  readonly nodes: readonly { readonly id: string; readonly shape: Shape }[];
  readonly edges: readonly Pick<GraphEdge, "id" | "from" | "to" | "kind">[];
  /** Events that sit on the border of a box, by their id; an arrow may begin at one. */
  readonly events?: ReadonlyMap<string, { readonly host: string; readonly at: number; readonly size: number }>;
}

type Wire = Wirable["edges"][number];

class Wirer {
  readonly #graph: Wirable;
  readonly #order: ReadonlyMap<string, number>;
  readonly #main: ReadonlySet<string>;
  readonly #ports = new Map<string, Map<string, Port>>();
  readonly #ends = new Map<string, { from: string; to: string }>();
  readonly #shapes: ReadonlyMap<string, Shape>;
  readonly #style: "direct" | "nested";
  readonly #hosts: ReadonlySet<string>;
  /** Nodes off the main way, and the side of their branch. */
  readonly #sides = new Map<string, "left" | "right">();
  #branches = 0;

  constructor(graph: Wirable, style: "direct" | "nested") {
    this.#graph = graph;
    this.#style = style;
    this.#hosts = new Set(graph.events?.values().map(({ host }) => host));
    this.#shapes = new Map(graph.nodes.map(({ id, shape }) => [id, shape]));
    const order = new Map(graph.nodes.map(({ id }, index) => [id, index]));
    for (const [event, { host }] of graph.events ?? []) order.set(event, order.get(host) ?? 0);
    this.#order = order;
    this.#main = mainWay(graph, (edge) => this.#isBack(edge));
  }

  wiring(): Wiring {
    const leaving = Map.groupBy(this.#graph.edges, ({ from }) => from);
    for (const { id } of this.#graph.nodes) this.#wireFrom(leaving.get(id) ?? []);
    for (const [event, place] of this.#graph.events ?? []) {
      this.#portsOf(place.host).set(event, { id: event, side: "right", at: place.at, size: place.size });
      for (const edge of leaving.get(event) ?? []) this.#wireEvent(edge);
    }
    const ports = new Map([...this.#ports].map(([node, own]) => [node, [...own.values()]] as const));
    const back = new Set(this.#graph.edges.filter((edge) => this.#isBack(edge)).map(({ id }) => id));
    return { ports, ends: this.#ends, back, main: this.#main };
  }

  #wireFrom(edges: readonly Wire[]): void {
    const forwards = edges.filter((edge) => !this.#isBack(edge));
    const straight =
      forwards.find(({ id }) => this.#main.has(id)) ??
      forwards.find(({ kind }) => kind === "flow") ??
      forwards.find(({ kind }) => kind === "until");
    const taken = new Set<"left" | "right">();
    for (const edge of edges) {
      if (edge === straight) this.#wireStraight(edge);
      else if (this.#isBack(edge)) taken.add(this.#wireBack(edge, taken));
      else taken.add(this.#wireBranch(edge, taken));
    }
  }

  #wireStraight(edge: Wire): void {
    const side = this.#sides.get(edge.from);
    if (side && !this.#main.has(edge.id)) this.#settle(edge.to, side);
    this.#join(edge, this.#port(edge.from, "out", "flow"), this.#port(edge.to, "in", "flow"));
  }

  #wireBranch(edge: Wire, taken: ReadonlySet<"left" | "right">): "left" | "right" {
    const turn = this.#branches++ % 2 === 0 ? "right" : "left";
    const side = freeSide(this.#sides.get(edge.from) ?? turn, taken);
    this.#settle(edge.to, side);
    this.#join(edge, this.#port(edge.from, side, "out"), this.#port(edge.to, "in", "flow"));
    return side;
  }

  #wireBack(edge: Wire, taken: ReadonlySet<"left" | "right">): "left" | "right" {
    const home = this.#sides.get(edge.from) ?? "left";
    // Events sit on the right side.
    const side = this.#hosts.has(edge.from) ? "left" : freeSide(home, taken);
    const into = this.#hosts.has(edge.to) ? "left" : side;
    this.#join(edge, this.#port(edge.from, side, "out"), this.#port(edge.to, into, "in"));
    return side;
  }

  #wireEvent(edge: Wire): void {
    const isBack = this.#isBack(edge);
    this.#join(edge, edge.from, this.#port(edge.to, isBack ? "left" : "in", isBack ? "in" : "flow"));
  }

  #settle(node: string, side: "left" | "right"): void {
    const isMain = this.#graph.edges.some(({ id, from, to }) => this.#main.has(id) && (from === node || to === node));
    if (!isMain && !this.#sides.has(node)) this.#sides.set(node, side);
  }

  #join(edge: Wire, from: string, to: string): void {
    this.#ends.set(edge.id, { from, to });
  }

  #port(node: string, side: Side, role: "flow" | "in" | "out"): string {
    const shape = this.#shapes.get(node);
    if (shape === "group" && this.#style === "direct") return node;
    const own = this.#portsOf(node);
    const id = `${node}/${side}/${role}`;
    const isMiddle = role === "flow" || shape === "diamond" || shape === "plus";
    if (!own.has(id)) own.set(id, { id, side, at: isMiddle ? 0.5 : role === "in" ? 0.35 : 0.65, size: 0 });
    return id;
  }

  #portsOf(node: string): Map<string, Port> {
    const own = this.#ports.get(node) ?? new Map<string, Port>();
    this.#ports.set(node, own);
    return own;
  }

  #isBack({ from, to }: Wire): boolean {
    return (this.#order.get(to) ?? 0) <= (this.#order.get(from) ?? 0);
  }
}

function freeSide(wanted: "left" | "right", taken: ReadonlySet<"left" | "right">): "left" | "right" {
  const other = wanted === "left" ? "right" : "left";
  return taken.has(wanted) && !taken.has(other) ? other : wanted;
}

function mainWay(graph: Wirable, isBack: (edge: Wire) => boolean): ReadonlySet<string> {
  const leaving = Map.groupBy(
    graph.edges.filter((edge) => !isBack(edge)),
    ({ from }) => from,
  );
  const longest = new Map<string, { readonly length: number; readonly next: Wire | null }>();
  for (const { id } of graph.nodes.toReversed()) {
    let best: { length: number; next: Wire | null } = { length: 0, next: null };
    for (const edge of leaving.get(id) ?? []) {
      const length = 1 + (longest.get(edge.to)?.length ?? 0);
      if (length > best.length) best = { length, next: edge };
    }
    longest.set(id, best);
  }
  const way = new Set<string>();
  let edge = longest.get(graph.nodes[0]?.id ?? "")?.next ?? null;
  while (edge) {
    way.add(edge.id);
    edge = longest.get(edge.to)?.next ?? null;
  }
  return way;
}
