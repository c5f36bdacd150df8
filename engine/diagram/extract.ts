import { assert } from "../base/assert.ts";
import type { StepId } from "../base/ids.ts";
import type {
  ApprovalStep,
  BlockStep,
  Definition,
  ForkStep,
  ForStep,
  Step,
  StepList,
  SwitchStep,
  Then,
  TryStep,
} from "../definition/model.ts";
import { conditionWords, coversAllOutcomes } from "./condition-words.ts";
import type { EdgeKind, Fact, Graph, GraphEdge, GraphNode, NodeKind, RungWords } from "./graph.ts";
import { startWords } from "./start-words.ts";
import { awaitedWords, captionOf, factsOf, rungsOf } from "./step-words.ts";
import type { Words } from "./words.ts";

/**
 * Draws the graph of a process: a box a step, a diamond a choice, a group for what holds steps, an arrow for each way a
 * token can go.
 *
 * `direct` lets arrows cross the border of a group from the box they come from to the box they lead to, which people read
 * best. `nested` gives each group a start and an end of its own and lets no arrow in or out but at its border, as BPMN
 * demands; a jump out of a group then ends inside it, and goes on from its border as an arrow of kind `leave`.
 */
export function extractGraph(definition: Definition, words: Words, style: "direct" | "nested"): Graph {
  const extraction = new Extraction(definition, words, style === "nested");
  extraction.run();
  return { title: definition.title, nodes: extraction.nodes, edges: extraction.edges };
}

/** The id of the box of a step. */
export function stepNodeId(step: string): string {
  return `step-${step}`;
}

/** An arrow that has begun and does not know yet where it leads. */
interface Loose {
  readonly from: string;
  readonly label: string | null;
  readonly kind: EdgeKind;
  readonly hint: string | null;
  readonly via: string | null;
}

/** Where steps are being drawn. */
interface Scope {
  /** The innermost group, null outside of all. */
  readonly parent: string | null;
  /** Takes the arrows of `then: exit`. */
  readonly exits: Loose[];
}

interface NodeWords {
  readonly kind?: NodeKind | null;
  readonly step?: Step | null;
  readonly title?: string;
  readonly caption?: string;
  readonly facts?: readonly Fact[];
  readonly rungs?: readonly RungWords[];
  readonly hint?: string | null;
}

class Extraction {
  readonly nodes: GraphNode[] = [];
  readonly edges: GraphEdge[] = [];
  readonly #definition: Definition;
  readonly #words: Words;
  readonly #nested: boolean;
  /** Groups around each node, the innermost first; those of steps are known before the steps are drawn. */
  readonly #parents = new Map<string, string | null>();
  #ends = 0;

  constructor(definition: Definition, words: Words, nested: boolean) {
    this.#definition = definition;
    this.#words = words;
    this.#nested = nested;
    this.#foresee(definition.body, null);
  }

  run(): void {
    const loose: Loose[] = [];
    for (const start of this.#definition.starts) {
      const { kind, caption, title, hint } = startWords(start, this.#definition, this.#words);
      this.#node(`start-${start.index}`, "start", null, { kind, caption, title, hint });
      loose.push(flow(`start-${start.index}`));
    }
    if (loose.length === 0) {
      this.#node("start-0", "start", null, {});
      loose.push(flow("start-0"));
    }
    const scope: Scope = { parent: null, exits: [] };
    const left = [...this.#list(this.#definition.body, scope, loose), ...scope.exits];
    if (left.length > 0) this.#connect(left, this.#end(null));
  }

  // ── lists and steps ───────────────────────────────────────────────────────────────────────────

  #list(list: StepList, scope: Scope, incoming: readonly Loose[]): readonly Loose[] {
    let loose = incoming;
    for (const step of list.steps) loose = this.#guarded(step, scope, loose);
    return loose;
  }

  #guarded(step: Step, scope: Scope, incoming: readonly Loose[]): readonly Loose[] {
    if (!step.if) return this.#step(step, scope, incoming);
    const gate = `if-${step.id}`;
    const { label, hint } = conditionWords(step.if, this.#definition, this.#words);
    this.#node(gate, "diamond", scope.parent, { kind: "switch", hint });
    this.#connect(incoming, gate);
    const done = this.#step(step, scope, [{ ...flow(gate), label, hint }]);
    return [...done, { ...flow(gate), label: this.#words.say.otherwise }];
  }

  #step(step: Step, scope: Scope, incoming: readonly Loose[]): readonly Loose[] {
    const done = this.#kindOf(step, scope, incoming);
    return [...this.#follow(step.then, scope, done), ...this.#timeout(step, scope)];
  }

  #kindOf(step: Step, scope: Scope, incoming: readonly Loose[]): readonly Loose[] {
    switch (step.kind) {
      case "switch":
        return this.#switch(step, scope, incoming);
      case "do":
      case "for":
        return this.#block(step, scope, incoming);
      case "fork":
        return this.#fork(step, scope, incoming);
      case "try":
        return this.#try(step, scope, incoming);
      case "approval":
        return this.#approval(step, scope, incoming);
      case "raise":
        this.#card(step, scope, incoming);
        return [];
      default:
        return this.#card(step, scope, incoming);
    }
  }

  #card(step: Step, scope: Scope, incoming: readonly Loose[]): readonly Loose[] {
    const ladder = step.kind === "userTask" || step.kind === "approval" ? step.escalation : [];
    const shape = step.kind === "raise" ? "error" : "card";
    this.#node(stepNodeId(step.id), shape, scope.parent, {
      ...this.#stepWords(step),
      rungs: rungsOf(ladder, step, this.#words),
    });
    this.#connect(incoming, stepNodeId(step.id));
    return [flow(stepNodeId(step.id))];
  }

  #approval(step: ApprovalStep, scope: Scope, incoming: readonly Loose[]): readonly Loose[] {
    const done = this.#card(step, scope, incoming);
    if (!step.rework) return done;
    const { say } = this.#words;
    const fields = step.rework.edit.map((name) => this.#words.name(name)).join(", ");
    const facts: readonly Fact[] = [
      { icon: "person", text: say.requester },
      { icon: "arrow", text: say.reworkMax(step.rework.max) },
    ];
    const rungs = rungsOf(step.rework.escalation, step, this.#words);
    const id = `rework-${step.id}`;
    this.#node(id, "card", scope.parent, {
      kind: "rework",
      caption: say.kind.rework,
      title: say.rework(fields),
      facts,
      rungs,
    });
    this.#connect([{ ...flow(stepNodeId(step.id)), label: say.reworkLabel }], id);
    this.#jump([flow(id)], step.rework.from, scope);
    return done;
  }

  #switch(step: SwitchStep, scope: Scope, incoming: readonly Loose[]): readonly Loose[] {
    const gate = stepNodeId(step.id);
    this.#node(gate, "diamond", scope.parent, { ...this.#stepWords(step), hint: this.#words.text(step.title) });
    this.#connect(incoming, gate);
    const done: Loose[] = [];
    for (const { when, do: list, then } of step.cases) {
      const words = when
        ? conditionWords(when, this.#definition, this.#words)
        : { label: this.#words.say.otherwise, hint: null };
      const begun: readonly Loose[] = [{ ...flow(gate), ...words }];
      done.push(...this.#follow(then, scope, list ? this.#list(list, scope, begun) : begun));
    }
    const hasElse = step.cases.some(({ when }) => when === null);
    if (!hasElse && !coversAllOutcomes(step, this.#definition))
      done.push({ ...flow(gate), label: this.#words.say.otherwise });
    return done;
  }

  #block(step: BlockStep | ForStep, scope: Scope, incoming: readonly Loose[]): readonly Loose[] {
    const rungs = step.kind === "do" ? rungsOf(step.escalation, step, this.#words) : [];
    const done = this.#group(step, { scope, incoming, rungs }, (inner, begun) => this.#list(step.do, inner, begun));
    if (step.kind === "for" || !step.until) return done;
    const label = awaitedWords(step.until, this.#words);
    return [...done, { ...flow(stepNodeId(step.id)), label, kind: "until" }];
  }

  #fork(step: ForkStep, scope: Scope, incoming: readonly Loose[]): readonly Loose[] {
    return this.#group(step, { scope, incoming, rungs: [] }, (inner, begun) => {
      const [split, join] = [`split-${step.id}`, `join-${step.id}`];
      this.#node(split, "plus", inner.parent, {});
      this.#connect(begun, split);
      const branches = step.branches.map(({ name, do: list }) =>
        this.#list(list, inner, [{ ...flow(split), label: name }]),
      );
      const ended = branches.flat();
      if (ended.length === 0) return [];
      this.#node(join, step.complete === "any" ? "diamond" : "plus", inner.parent, {});
      this.#connect(ended, join);
      return [flow(join)];
    });
  }

  #try(step: TryStep, scope: Scope, incoming: readonly Loose[]): readonly Loose[] {
    const done = [
      ...this.#group(step, { scope, incoming, rungs: [] }, (inner, begun) => this.#list(step.do, inner, begun)),
    ];
    for (const { errors, do: list, then } of step.catches) {
      const label = errors.includes("*") ? this.#words.say.anyError : this.#words.say.errors(errors);
      const caught: readonly Loose[] = [{ ...flow(stepNodeId(step.id)), label, kind: "error" }];
      done.push(...this.#follow(then, scope, list ? this.#list(list, scope, caught) : caught));
    }
    return done;
  }

  #group(
    step: Step,
    at: { readonly scope: Scope; readonly incoming: readonly Loose[]; readonly rungs: readonly RungWords[] },
    draw: (inner: Scope, begun: readonly Loose[]) => readonly Loose[],
  ): readonly Loose[] {
    const id = stepNodeId(step.id);
    this.#node(id, "group", at.scope.parent, { ...this.#stepWords(step), rungs: at.rungs });
    const inner: Scope = { parent: id, exits: [] };
    if (!this.#nested) return [...draw(inner, at.incoming), ...inner.exits];
    this.#connect(at.incoming, id);
    this.#node(`in-${step.id}`, "start", id, {});
    const done = draw(inner, [flow(`in-${step.id}`)]);
    // An `exit` ends a loop, not only this round of it.
    const ended = step.kind === "for" ? done : [...done, ...inner.exits];
    const left = step.kind === "for" && inner.exits.length > 0 ? [this.#leave(inner.exits, id, id)] : [];
    if (ended.length === 0) return left;
    this.#connect(ended, this.#end(id));
    return [flow(id), ...left];
  }

  #timeout(step: Step, scope: Scope): readonly Loose[] {
    if (!step.timeout || step.timeout.outcome !== null) return [];
    const label = this.#words.say.timeout(this.#words.duration(step.timeout.after));
    const begun: readonly Loose[] = [{ ...flow(stepNodeId(step.id)), label, kind: "timeout" }];
    const done = step.timeout.do ? this.#list(step.timeout.do, scope, begun) : begun;
    return step.timeout.then ? this.#follow(step.timeout.then, scope, done) : done;
  }

  // ── arrows ────────────────────────────────────────────────────────────────────────────────────

  /** Where `then` leads; what goes on with the next step is given back. */
  #follow(then: Then, scope: Scope, loose: readonly Loose[]): readonly Loose[] {
    if (loose.length === 0 || then.kind === "continue") return loose;
    if (then.kind === "exit") scope.exits.push(...loose);
    else if (then.kind === "step") this.#jump(loose, then.step, scope);
    else this.#leaveTo(loose, scope, null, () => this.#end(null));
    return [];
  }

  #jump(loose: readonly Loose[], step: StepId, scope: Scope): void {
    const target = this.#definition.steps.get(step);
    assert(target, `A jump leads to ${step}, which is no step`);
    const parent = this.#parents.get(stepNodeId(step)) ?? null;
    this.#leaveTo(loose, scope, parent, () => this.#entryOf(target));
  }

  /** The first box of a step. People read an arrow into a group best where it leads to a box inside. */
  #entryOf(step: Step): string {
    if (step.if) return `if-${step.id}`;
    if (this.#nested) return stepNodeId(step.id);
    if (step.kind === "fork") return `split-${step.id}`;
    const first = step.kind === "do" || step.kind === "for" || step.kind === "try" ? step.do.steps[0] : undefined;
    return first ? this.#entryOf(first) : stepNodeId(step.id);
  }

  /** Leads arrows out of their group to a target in a group around it; `nested` makes a detour of it. */
  #leaveTo(loose: readonly Loose[], scope: Scope, targetParent: string | null, target: () => string): void {
    const group = this.#nested && scope.parent !== targetParent ? this.#childTowards(scope.parent, targetParent) : null;
    if (group === null) return this.#connect(loose, target());
    this.#connect([this.#leave(loose, scope.parent, group)], target());
  }

  /** Ends arrows inside their group; what goes on is one arrow from the border of a group around it. */
  #leave(loose: readonly Loose[], inside: string | null, group: string): Loose {
    const end = this.#end(inside);
    this.#connect(loose, end);
    return { ...flow(group), kind: "leave", via: end };
  }

  /** The group that stands directly in `outer` and holds `inner` (or is it). */
  #childTowards(inner: string | null, outer: string | null): string | null {
    let group = inner;
    while (group !== null && (this.#parents.get(group) ?? null) !== outer) group = this.#parents.get(group) ?? null;
    return group;
  }

  #connect(loose: readonly Loose[], to: string): void {
    for (const arrow of loose) this.edges.push({ id: `flow-${this.edges.length + 1}`, to, ...arrow });
  }

  // ── nodes ─────────────────────────────────────────────────────────────────────────────────────

  #end(parent: string | null): string {
    this.#ends += 1;
    return this.#node(`end-${this.#ends}`, "end", parent, {});
  }

  #stepWords(step: Step): NodeWords {
    const words = this.#words;
    return {
      kind: step.kind,
      step,
      title: words.text(step.title),
      caption: captionOf(step, words),
      facts: factsOf(step, words),
    };
  }

  #node(id: string, shape: GraphNode["shape"], parent: string | null, words: NodeWords): string {
    const { kind = null, step = null, title = "", caption = "", facts = [], rungs = [], hint = null } = words;
    this.nodes.push({ id, shape, kind, step: step?.id ?? null, parent, title, caption, facts, rungs, hint });
    this.#parents.set(id, parent);
    return id;
  }

  /** Notes the group of every step before drawing, so that a jump forwards knows what it leaves. */
  #foresee(list: StepList, parent: string | null): void {
    for (const step of list.steps) {
      this.#parents.set(stepNodeId(step.id), parent);
      this.#parents.set(`if-${step.id}`, parent);
      for (const [inner, isGroup] of listsOf(step)) this.#foresee(inner, isGroup ? stepNodeId(step.id) : parent);
    }
  }
}

/** The lists a step holds, and whether each is drawn inside it. */
function listsOf(step: Step): readonly (readonly [StepList, boolean])[] {
  const after = step.timeout?.do ? [[step.timeout.do, false] as const] : [];
  return [...innerLists(step), ...after];
}

function innerLists(step: Step): readonly (readonly [StepList, boolean])[] {
  switch (step.kind) {
    case "switch":
      return step.cases.flatMap(({ do: list }) => (list ? [[list, false] as const] : []));
    case "do":
    case "for":
      return [[step.do, true]];
    case "fork":
      return step.branches.map(({ do: list }) => [list, true] as const);
    case "try":
      return [[step.do, true], ...step.catches.flatMap(({ do: list }) => (list ? [[list, false] as const] : []))];
    default:
      return [];
  }
}

function flow(from: string): Loose {
  return { from, label: null, kind: "flow", hint: null, via: null };
}
