import type { BpmnModdle, ModdleElement } from "bpmn-moddle";
import type { Definition } from "../definition/model.ts";
import type { DirectorySnapshot } from "../people/directory.ts";
import { type BpmnElements, bpmnElements } from "./bpmn-elements.ts";
import { type BpmnGraph, type BpmnNode, bpmnGraph, EVENT_SIZE } from "./bpmn-graph.ts";
import { type Box, type Layout, layOut, type Rectangle, type Size } from "./layout.ts";
import { wire } from "./ports.ts";
import { type Font, wrapText } from "./text-size.ts";
import { createWords } from "./words.ts";

export interface BpmnOptions {
  /** Language of the words that are not in the file. @default "ru" */
  readonly locale?: "ru" | "en";
  /** Gives departments, groups and users their names. @default none: their ids stand there */
  readonly directory?: DirectorySnapshot;
}

/**
 * The process as BPMN 2.0 XML with a layout, for any BPMN modeler: tasks by kind, gateways, subprocesses for what has a
 * scope, boundary timers for timeouts and the rungs of escalation ladders. For reading and showing, not for running: BPMN
 * has no word for business days, quorums or ladders, so these stand as texts.
 */
export async function diagramBpmn(definition: Definition, options: BpmnOptions = {}): Promise<string> {
  const { locale = "ru", directory = null } = options;
  const graph = bpmnGraph(definition, createWords(definition, { locale, directory }));
  const layout = await layOut({
    boxes: graph.nodes.map((node) => boxOf(node, graph)),
    wiring: wire(graph, "nested"),
    labels: new Map(graph.edges.map(({ id, label }) => [id, label ? labelSize(label, EDGE_LABEL_WIDTH) : null])),
    direction: "RIGHT",
  });
  const { BpmnModdle } = await import("bpmn-moddle");
  const moddle = new BpmnModdle();
  const elements = bpmnElements(moddle, definition, graph);
  const { xml } = await moddle.toXML(definitions(moddle, elements, new Plane(moddle, graph, layout).draw(elements)), {
    format: true,
  });
  return xml;
}

/** Pixels: what modelers draw, tasks a little wider for Russian titles. */
const TASK: Size = { width: 160, height: 90 };
const GATEWAY: Size = { width: 50, height: 50 };
const EVENT: Size = { width: EVENT_SIZE, height: EVENT_SIZE };
const GROUP_HEADER = 34;
const EDGE_LABEL_WIDTH = 110;
const EVENT_LABEL_WIDTH = 120;
/** Room along a border for each boundary event. */
const EVENT_PITCH = 70;
/** Words beside the arrow that goes down from a boundary event. */
const BOUNDARY_LABEL_WIDTH = 64;
const LABEL_FONT: Font = { size: 11, bold: false };
const LABEL_LINE = 14;

function boxOf(node: BpmnNode, graph: BpmnGraph): Box {
  const { id, parent } = node;
  const events = graph.events
    .values()
    .filter(({ host }) => host === id)
    .toArray().length;
  const atLeast = events * EVENT_PITCH + 20;
  switch (node.shape) {
    case "group":
      return { id, parent, width: Math.max(TASK.width, atLeast), height: GROUP_HEADER, header: GROUP_HEADER };
    case "diamond":
    case "plus":
      return { id, parent, ...GATEWAY, header: null };
    case "start":
    case "end":
    case "error":
      return { id, parent, ...EVENT, header: null, ...words(node) };
    case "card":
      if (isEvent(node, events)) return { id, parent, ...EVENT, header: null, ...words(node) };
      return { id, parent, width: Math.max(TASK.width, atLeast), height: TASK.height, header: null };
  }
}

function isEvent({ kind }: BpmnNode, events: number): boolean {
  return kind === "emit" || ((kind === "wait" || kind === "listen") && events === 0);
}

function words({ title }: BpmnNode): Pick<Box, "beside"> {
  return title === "" ? {} : { beside: { ...labelSize(title, EVENT_LABEL_WIDTH), where: "below" } };
}

function labelSize(text: string, width: number): Size {
  return { width, height: wrapText(text, LABEL_FONT, { width, linesMax: 4 }).length * LABEL_LINE };
}

function definitions(
  moddle: BpmnModdle,
  elements: BpmnElements,
  planeElement: readonly ModdleElement[],
): ModdleElement {
  const plane = moddle.create("bpmndi:BPMNPlane", { id: "plane", bpmnElement: elements.process, planeElement });
  return moddle.create("bpmn:Definitions", {
    id: "definitions",
    targetNamespace: "urn:ordo:process",
    exporter: "Ordo",
    rootElements: [...elements.roots, elements.process],
    diagrams: [moddle.create("bpmndi:BPMNDiagram", { id: "diagram", plane })],
  });
}

/** The drawing: a shape for each flow node, an edge for each flow. */
class Plane {
  readonly #moddle: BpmnModdle;
  readonly #graph: BpmnGraph;
  readonly #layout: Layout;

  constructor(moddle: BpmnModdle, graph: BpmnGraph, layout: Layout) {
    this.#moddle = moddle;
    this.#graph = graph;
    this.#layout = layout;
  }

  draw({ byId }: BpmnElements): readonly ModdleElement[] {
    const nodes = this.#graph.nodes.map((node) => this.#node(node, byId.get(node.id)));
    const events = this.#graph.events.values().map((event) => this.#event(event.id, event.name, byId.get(event.id)));
    const edges = this.#graph.edges.map(({ id, label }) => this.#edge(id, label, byId.get(id)));
    return [...nodes, ...events, ...edges];
  }

  #node(node: BpmnNode, bpmnElement: ModdleElement | undefined): ModdleElement {
    const at = this.#layout.boxes.get(node.id) ?? NOWHERE;
    const isOutside = at.width === EVENT_SIZE && node.title !== "";
    const label = isOutside ? { label: this.#label(below(at, labelSize(node.title, EVENT_LABEL_WIDTH))) } : {};
    const expanded = node.shape === "group" ? { isExpanded: true } : {};
    const marker = node.shape === "diamond" ? { isMarkerVisible: true } : {};
    return this.#shape(node.id, at, { bpmnElement, ...expanded, ...marker, ...label });
  }

  #event(id: string, name: string, bpmnElement: ModdleElement | undefined): ModdleElement {
    const at = this.#layout.ports.get(id) ?? NOWHERE;
    const x = at.x + at.width / 2 - BOUNDARY_LABEL_WIDTH - 3;
    const beside = { x, y: at.y + at.height, ...labelSize(name, BOUNDARY_LABEL_WIDTH) };
    return this.#shape(id, at, { bpmnElement, ...(name && { label: this.#label(beside) }) });
  }

  #edge(id: string, name: string | null, bpmnElement: ModdleElement | undefined): ModdleElement {
    const arrow = this.#layout.arrows.get(id);
    const waypoint = (arrow?.points ?? []).map(({ x, y }) =>
      this.#moddle.create("dc:Point", { x: Math.round(x), y: Math.round(y) }),
    );
    const label = name && arrow?.label ? { label: this.#label(arrow.label) } : {};
    return this.#moddle.create("bpmndi:BPMNEdge", { id: `${id}_di`, bpmnElement, waypoint, ...label });
  }

  #shape(id: string, at: Rectangle, properties: Readonly<Record<string, unknown>>): ModdleElement {
    return this.#moddle.create("bpmndi:BPMNShape", { id: `${id}_di`, bounds: this.#bounds(at), ...properties });
  }

  #label(at: Rectangle): ModdleElement {
    return this.#moddle.create("bpmndi:BPMNLabel", { bounds: this.#bounds(at) });
  }

  #bounds({ x, y, width, height }: Rectangle): ModdleElement {
    const rounded = { x: Math.round(x), y: Math.round(y), width: Math.round(width), height: Math.round(height) };
    return this.#moddle.create("dc:Bounds", rounded);
  }
}

const NOWHERE: Rectangle = { x: 0, y: 0, width: 0, height: 0 };

function below(at: Rectangle, { width, height }: Size): Rectangle {
  return { x: at.x + at.width / 2 - width / 2, y: at.y + at.height + 4, width, height };
}
