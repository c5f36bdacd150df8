import type { BpmnModdle, ModdleElement } from "bpmn-moddle";
import { InvariantError } from "../base/assert.ts";
import type { Awaited, Definition, Step } from "../definition/model.ts";
import type { BoundaryEvent, BpmnGraph, BpmnNode } from "./bpmn-graph.ts";
import { BpmnRoots } from "./bpmn-roots.ts";

/** The elements of a BPMN process, by the ids of the graph. */
export interface BpmnElements {
  readonly process: ModdleElement;
  readonly byId: ReadonlyMap<string, ModdleElement>;
  /** Messages, signals, errors and escalations. */
  readonly roots: readonly ModdleElement[];
}

/** Makes the elements of a process: flow nodes, boundary events and sequence flows, each in the scope it belongs to. */
export function bpmnElements(moddle: BpmnModdle, definition: Definition, graph: BpmnGraph): BpmnElements {
  return new Builder(moddle, definition, graph).build();
}

const FEEL = "https://www.omg.org/spec/DMN/20230324/FEEL/";

type Properties = Readonly<Record<string, unknown>>;

class Builder {
  readonly #moddle: BpmnModdle;
  readonly #definition: Definition;
  readonly #graph: BpmnGraph;
  readonly #roots: BpmnRoots;
  readonly #byId = new Map<string, ModdleElement>();
  /** Flow elements by scope; null is the process. */
  readonly #members = new Map<string | null, ModdleElement[]>();

  constructor(moddle: BpmnModdle, definition: Definition, graph: BpmnGraph) {
    this.#moddle = moddle;
    this.#definition = definition;
    this.#graph = graph;
    this.#roots = new BpmnRoots(moddle);
  }

  build(): BpmnElements {
    const parents = new Map<string, string | null>();
    for (const node of this.#graph.nodes) {
      parents.set(node.id, node.parent);
      this.#add(node.id, node.parent, this.#node(node));
    }
    for (const event of this.#graph.events.values()) {
      parents.set(event.id, parents.get(event.host) ?? null);
      this.#add(event.id, parents.get(event.host) ?? null, this.#boundary(event));
    }
    for (const edge of this.#graph.edges) this.#add(edge.id, parents.get(edge.from) ?? null, this.#flow(edge));
    for (const [scope, members] of this.#members) {
      if (scope !== null) this.#put(this.#element(scope), { flowElements: members });
    }
    const id = `process-${this.#definition.process}`;
    const flowElements = this.#members.get(null) ?? [];
    const process = this.#moddle.create("bpmn:Process", {
      id,
      name: this.#definition.title,
      isExecutable: false,
      flowElements,
    });
    this.#byId.set(id, process);
    return { process, byId: this.#byId, roots: this.#roots.elements };
  }

  #add(id: string, scope: string | null, element: ModdleElement): void {
    this.#byId.set(id, element);
    const members = this.#members.get(scope) ?? [];
    members.push(element);
    this.#members.set(scope, members);
  }

  // ── nodes ─────────────────────────────────────────────────────────────────────────────────────

  #node(node: BpmnNode): ModdleElement {
    const { type, properties } = this.#typeOf(node);
    const text = [...node.facts.map((fact) => fact.text), ...(node.hint ? [node.hint] : [])].join("\n");
    const documentation = text === "" ? {} : { documentation: [this.#moddle.create("bpmn:Documentation", { text })] };
    return this.#moddle.create(type, {
      id: node.id,
      ...(node.title && { name: node.title }),
      ...documentation,
      ...properties,
    });
  }

  #typeOf(node: BpmnNode): { readonly type: string; readonly properties: Properties } {
    switch (node.shape) {
      case "start":
        return { type: "bpmn:StartEvent", properties: this.#startEvent(node) };
      case "end":
        return { type: "bpmn:EndEvent", properties: this.#endEvent(node) };
      case "error":
        return {
          type: "bpmn:EndEvent",
          properties: { eventDefinitions: [this.#roots.eventDefinition("Error", node.facts[0]?.text ?? node.id)] },
        };
      case "diamond":
        return { type: "bpmn:ExclusiveGateway", properties: {} };
      case "plus":
        return { type: "bpmn:ParallelGateway", properties: {} };
      case "group":
        return { type: "bpmn:SubProcess", properties: this.#loop(node) };
      case "card":
        return this.#activity(node);
    }
  }

  #activity(node: BpmnNode): { readonly type: string; readonly properties: Properties } {
    const step = this.#stepOf(node);
    const isHost = this.#graph.events.values().some(({ host }) => host === node.id);
    switch (node.kind) {
      case "userTask":
      case "rework":
        return { type: "bpmn:UserTask", properties: {} };
      case "approval":
        return { type: "bpmn:UserTask", properties: this.#loop(node) };
      case "notify":
        return { type: "bpmn:SendTask", properties: {} };
      case "decision":
        return { type: "bpmn:BusinessRuleTask", properties: {} };
      case "set":
        return { type: "bpmn:ScriptTask", properties: {} };
      case "run":
        return {
          type: "bpmn:CallActivity",
          properties: step?.kind === "run" ? { calledElement: `process-${step.process}` } : {},
        };
      case "emit":
        return {
          type: "bpmn:IntermediateThrowEvent",
          properties: {
            eventDefinitions: [this.#roots.eventDefinition("Signal", step?.kind === "emit" ? step.event : node.title)],
          },
        };
      case "wait":
        // Only an activity can carry a boundary event; an event that waits cannot.
        if (isHost) return { type: "bpmn:Task", properties: {} };
        return {
          type: "bpmn:IntermediateCatchEvent",
          properties: { eventDefinitions: [this.#timer(node.facts[0]?.text ?? "")] },
        };
      case "listen":
        if (isHost || step?.kind !== "listen") return { type: "bpmn:ReceiveTask", properties: {} };
        return { type: "bpmn:IntermediateCatchEvent", properties: { eventDefinitions: [this.#awaited(step.awaited)] } };
      default:
        return { type: "bpmn:ServiceTask", properties: {} };
    }
  }

  #startEvent(node: BpmnNode): Properties {
    switch (node.kind) {
      case "event":
        return { eventDefinitions: [this.#roots.eventDefinition("Signal", node.title)] };
      case "letter":
      case "message":
        return { eventDefinitions: [this.#roots.eventDefinition("Message", node.title)] };
      case "schedule":
        return {
          eventDefinitions: [
            this.#moddle.create("bpmn:TimerEventDefinition", { timeCycle: this.#expression(node.title) }),
          ],
        };
      default:
        return {};
    }
  }

  #endEvent(node: BpmnNode): Properties {
    const isLeave = this.#graph.events.values().some(({ via }) => via === node.id);
    if (isLeave) return { eventDefinitions: [this.#roots.eventDefinition("Escalation", node.id)] };
    const scope = this.#graph.nodes.find(({ id }) => id === node.parent);
    const step = scope ? this.#stepOf(scope) : undefined;
    // The first branch that is ready closes the others.
    const closesOthers = step?.kind === "fork" && step.complete === "any" && node.role === "node";
    return closesOthers ? { eventDefinitions: [this.#moddle.create("bpmn:TerminateEventDefinition")] } : {};
  }

  /** One after another or at once: over a list, or over the approvers. */
  #loop(node: BpmnNode): Properties {
    const step = this.#stepOf(node);
    if (step?.kind !== "for" && step?.kind !== "approval") return {};
    const isSequential = step.kind === "for" ? step.parallel <= 1 : step.order === "sequential";
    return { loopCharacteristics: this.#moddle.create("bpmn:MultiInstanceLoopCharacteristics", { isSequential }) };
  }

  // ── events ────────────────────────────────────────────────────────────────────────────────────

  #boundary(event: BoundaryEvent): ModdleElement {
    return this.#moddle.create("bpmn:BoundaryEvent", {
      id: event.id,
      ...(event.name && { name: event.name }),
      attachedToRef: this.#element(event.host),
      cancelActivity: event.interrupts,
      eventDefinitions: [this.#eventDefinition(event)],
    });
  }

  #eventDefinition({ kind, name, host, via }: BoundaryEvent): ModdleElement {
    switch (kind) {
      case "timeout":
        return this.#timer(name);
      case "error":
        return this.#moddle.create("bpmn:ErrorEventDefinition");
      case "leave":
        return this.#roots.eventDefinition("Escalation", via ?? host);
      case "until": {
        const step = this.#stepOf(this.#graph.nodes.find(({ id }) => id === host));
        return step?.kind === "do" && step.until ? this.#awaited(step.until) : this.#condition(name);
      }
    }
  }

  #awaited(awaited: Awaited): ModdleElement {
    switch (awaited.kind) {
      case "holds":
        return this.#condition(awaited.holds.text);
      case "event":
        return this.#roots.eventDefinition("Signal", awaited.types.join(", "));
      case "message":
        return this.#roots.eventDefinition("Message", awaited.message);
    }
  }

  #condition(text: string): ModdleElement {
    return this.#moddle.create("bpmn:ConditionalEventDefinition", { condition: this.#feel(text) });
  }

  #timer(text: string): ModdleElement {
    return this.#moddle.create("bpmn:TimerEventDefinition", { timeDuration: this.#expression(text) });
  }

  // ── flows ─────────────────────────────────────────────────────────────────────────────────────

  #flow({ id, from, to, label, hint }: BpmnGraph["edges"][number]): ModdleElement {
    const [sourceRef, targetRef] = [this.#element(from), this.#element(to)];
    const conditionExpression =
      hint && sourceRef.$type === "bpmn:ExclusiveGateway" ? { conditionExpression: this.#feel(hint) } : {};
    const flow = this.#moddle.create("bpmn:SequenceFlow", {
      id,
      ...(label && { name: label }),
      sourceRef,
      targetRef,
      ...conditionExpression,
    });
    this.#append(sourceRef, "outgoing", flow);
    this.#append(targetRef, "incoming", flow);
    if (sourceRef.$type === "bpmn:ExclusiveGateway" && !hint && this.#ways(from) > 1)
      this.#put(sourceRef, { default: flow });
    return flow;
  }

  #ways(from: string): number {
    return this.#graph.edges.filter((edge) => edge.from === from).length;
  }

  #append(element: ModdleElement, property: "incoming" | "outgoing", flow: ModdleElement): void {
    const flows = element[property];
    this.#put(element, { [property]: [...(Array.isArray(flows) ? flows : []), flow] });
  }

  #put(element: ModdleElement, properties: Properties): void {
    Object.assign(element, properties);
  }

  #expression(body: string): ModdleElement {
    return this.#moddle.create("bpmn:FormalExpression", { body });
  }

  #feel(body: string): ModdleElement {
    return this.#moddle.create("bpmn:FormalExpression", { body, language: FEEL });
  }

  #stepOf(node: BpmnNode | undefined): Step | undefined {
    return node?.step ? this.#definition.steps.get(node.step) : undefined;
  }

  #element(id: string): ModdleElement {
    const element = this.#byId.get(id);
    if (!element) throw new InvariantError(`The diagram has no element ${id}`);
    return element;
  }
}
