import type { BpmnModdle, ModdleElement } from "bpmn-moddle";

/** What events point at: the messages, signals, errors and escalations of a BPMN file, each once. */
export class BpmnRoots {
  readonly elements: ModdleElement[] = [];
  readonly #moddle: BpmnModdle;
  readonly #known = new Map<string, ModdleElement>();

  constructor(moddle: BpmnModdle) {
    this.#moddle = moddle;
  }

  /** An event definition that points at the message, signal, error or escalation of that name. */
  eventDefinition(kind: "Message" | "Signal" | "Error" | "Escalation", name: string): ModdleElement {
    const root = this.#root(kind, name);
    return this.#moddle.create(`bpmn:${kind}EventDefinition`, { [`${kind.toLowerCase()}Ref`]: root });
  }

  #root(kind: "Message" | "Signal" | "Error" | "Escalation", name: string): ModdleElement {
    const key = `${kind} ${name}`;
    const known = this.#known.get(key);
    if (known) return known;
    const code = kind === "Error" || kind === "Escalation" ? { [`${kind.toLowerCase()}Code`]: name } : {};
    const id = `${kind.toLowerCase()}-${this.elements.length + 1}`;
    const root = this.#moddle.create(`bpmn:${kind}`, { id, name, ...code });
    this.#known.set(key, root);
    this.elements.push(root);
    return root;
  }
}
