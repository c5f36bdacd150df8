import type { Definition } from "../definition/model.ts";
import { extractGraph } from "./extract.ts";
import type { EdgeKind, Graph, GraphEdge, GraphNode, RungWords } from "./graph.ts";
import type { Words } from "./words.ts";

/** The graph of a process with what BPMN draws as symbols of its own. */
export interface BpmnGraph {
  readonly title: string;
  readonly nodes: readonly BpmnNode[];
  readonly edges: readonly GraphEdge[];
  /** Boundary events, by id. */
  readonly events: ReadonlyMap<string, BoundaryEvent>;
}

/** A node of the diagram, or one that only BPMN needs: a `choice` after a task, what a rung does (`rung`) and its end. */
export interface BpmnNode extends GraphNode {
  readonly role: "node" | "choice" | "rung";
}

export interface BoundaryEvent {
  readonly id: string;
  /** The task or subprocess it sits on. */
  readonly host: string;
  readonly kind: Exclude<EdgeKind, "flow">;
  readonly name: string;
  /** Does it end what it sits on? A rung of a ladder does not. */
  readonly interrupts: boolean;
  /** Of a `leave`: the end inside that throws it. */
  readonly via: string | null;
  /** Along the lower border, from 0 to 1. */
  readonly at: number;
  readonly size: number;
}

/** Pixels across an event, as BPMN modelers draw it. */
export const EVENT_SIZE = 36;

/**
 * Turns the graph of a process into BPMN's terms: a choice after a task becomes a gateway, and whatever may happen to a
 * step while it is open (a rung of its ladder, its timeout, an error, the end of waiting, a jump out) a boundary event.
 */
export function bpmnGraph(definition: Definition, words: Words): BpmnGraph {
  const elaboration = new Elaboration(extractGraph(definition, words, "nested"));
  elaboration.choices();
  elaboration.ladders();
  elaboration.boundaries();
  return elaboration.graph();
}

type Event = Omit<BoundaryEvent, "at" | "size">;

class Elaboration {
  readonly #title: string;
  readonly #nodes: BpmnNode[];
  #edges: GraphEdge[];
  readonly #events: Event[] = [];

  constructor(graph: Graph) {
    this.#title = graph.title;
    this.#nodes = graph.nodes.map((node) => ({ ...node, role: "node" as const }));
    this.#edges = [...graph.edges];
  }

  /** Two ways out of a task would be taken both: a gateway has to choose. */
  choices(): void {
    const leaving = Map.groupBy(
      this.#edges.filter(({ kind }) => kind === "flow"),
      ({ from }) => from,
    );
    for (const node of [...this.#nodes]) {
      const ways = leaving.get(node.id) ?? [];
      if (ways.length < 2 || (node.shape !== "card" && node.shape !== "group")) continue;
      const id = `choice-${node.id}`;
      this.#insertAfter(node.id, { ...BLANK, id, shape: "diamond", parent: node.parent, role: "choice" });
      this.#edges = this.#edges.map((edge) => (ways.includes(edge) ? { ...edge, from: id } : edge));
      this.#edges.push({ ...ARROW, id: `flow-${id}`, from: node.id, to: id });
    }
  }

  ladders(): void {
    for (const node of [...this.#nodes]) {
      for (const [index, rung] of node.rungs.entries()) this.#rung(node, rung, `${index + 1}-${node.id}`);
    }
  }

  #rung(node: BpmnNode, rung: RungWords, key: string): void {
    const event = `rung-${key}`;
    this.#events.push({
      id: event,
      host: node.id,
      kind: "timeout",
      name: rung.after,
      interrupts: rung.ends,
      via: null,
    });
    const onwards = this.#edges.find(({ from, kind }) => from === node.id && kind === "flow");
    if (rung.ends && onwards) {
      this.#edges.push({ ...ARROW, id: `flow-${event}`, from: event, to: onwards.to, label: rung.action });
      return;
    }
    const [act, end] = [`act-${key}`, `acted-${key}`];
    this.#insertAfter(node.id, { ...BLANK, id: end, shape: "end", parent: node.parent, role: "rung" });
    this.#insertAfter(node.id, {
      ...BLANK,
      id: act,
      shape: "card",
      kind: "notify",
      title: rung.action,
      parent: node.parent,
      role: "rung",
    });
    this.#edges.push(
      { ...ARROW, id: `flow-${event}`, from: event, to: act },
      { ...ARROW, id: `flow-${act}`, from: act, to: end },
    );
  }

  boundaries(): void {
    this.#edges = this.#edges.map((edge) => {
      if (edge.kind === "flow") return edge;
      const id = `event-${edge.id}`;
      this.#events.push({
        id,
        host: edge.from,
        kind: edge.kind,
        name: edge.label ?? "",
        interrupts: true,
        via: edge.via,
      });
      return { ...edge, from: id, label: null };
    });
  }

  graph(): BpmnGraph {
    const perHost = Map.groupBy(this.#events, ({ host }) => host);
    const placed = [...perHost.values()].flatMap((events) =>
      events.map((event, index) => ({ ...event, at: (index + 1) / (events.length + 1), size: EVENT_SIZE })),
    );
    return {
      title: this.#title,
      nodes: this.#nodes,
      edges: this.#edges,
      events: new Map(placed.map((event) => [event.id, event])),
    };
  }

  #insertAfter(id: string, node: BpmnNode): void {
    this.#nodes.splice(this.#nodes.findIndex((other) => other.id === id) + 1, 0, node);
  }
}

const BLANK = { kind: null, step: null, title: "", caption: "", facts: [], rungs: [], hint: null } as const;
const ARROW = { label: null, kind: "flow", hint: null, via: null } as const;
