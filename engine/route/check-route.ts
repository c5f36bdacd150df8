import type { DecisionTable } from "../decision/decision-table.ts";
import type { CompiledTable } from "../decision/table-model.ts";
import { type TableSpace, tableSpace } from "../decision/table-outcomes.ts";
import type { DecisionStep, Definition, Step, Template } from "../definition/model.ts";
import type { Document } from "../definition/node.ts";
import { type Outline, outlineOf } from "../definition/outline.ts";
import type { Problem } from "../definition/problem.ts";
import type { DirectorySnapshot } from "../people/directory.ts";
import { guardsOf, mayReach } from "./guards.ts";
import { judgeLadder } from "./judge-ladder.ts";
import { judgeStep, type PeopleStep, resolved } from "./judge-step.ts";
import { NOBODY_ASKS, oneOfEachKind, REQUESTERS_MAX, requestersOf } from "./requesters.ts";
import { type Finding, incomplete, problemOf } from "./route-problem.ts";
import type { Scene, Situation } from "./scene.ts";
import { type Decided, follow } from "./situations.ts";

/** A process that passed all checks, and the people it is to run with. */
export interface RouteInput {
  readonly definition: Definition;
  /** The file it was compiled from, for the places of problems. */
  readonly document: Document;
  readonly directory: DirectorySnapshot;
}

/** Situations looked at for one step; a process that has more is said to be checked in part. */
const SITUATIONS_MAX = 50_000;
/** Problems told of one process: the first ones are enough to mend it. */
const PROBLEMS_MAX = 20;

/**
 * Follows every request that a process can receive to the people who would be asked: does anybody come out of its
 * decision tables, is somebody left after `notBy`, and is somebody above for the ladder? Each problem comes with the
 * smallest counter-example: who asks, and the inputs that matter. People whom only a record tells (`responsible of deal`)
 * are taken to be there.
 *
 * @example routeProblems({ definition, document, directory })
 */
export function routeProblems(input: RouteInput): readonly Problem[] {
  const { definition, document, directory } = input;
  const scene: Scene = { definition, directory, setters: settersOf(definition) };
  const all = requestersOf(scene);
  const kinds = all === null ? [null] : oneOfEachKind(all, directory, writtenIn(definition, document));
  const requesters = kinds.slice(0, REQUESTERS_MAX);
  const outline = outlineOf(document);
  const walk: Walk = {
    scene,
    outline,
    requesters,
    tables: new Map(),
    findings: new Map(),
    judged: new Map(),
    isIncomplete: kinds.length > REQUESTERS_MAX,
  };
  for (const { id } of outline.steps) {
    const step = [...definition.steps.values()].find((one) => one.id === id);
    if (step?.kind === "approval" || step?.kind === "userTask") walkStep(walk, step);
    if (step?.kind === "do" && step.escalation.length > 0) walkBlock(walk, step);
  }
  const problems = [...walk.findings.values()].slice(0, PROBLEMS_MAX).map((finding) =>
    problemOf(finding, {
      document,
      outline,
      requesters: requesters.length,
      isSeveral: all !== null && all.length > 1,
      judged: walk.judged.get(finding.step.id) ?? 0,
      scene,
    }),
  );
  return walk.isIncomplete ? [...problems, incomplete(document, outline)] : problems;
}

/** The words of the file and of its tables: whoever is named among them is somebody in particular. */
function writtenIn(definition: Definition, document: Document): string {
  const tables = Object.values(definition.decisions).filter(isCompiled);
  const named = tables.flatMap(({ model, people }) => [
    ...model.columns.flatMap(({ axis }) => axis.values),
    ...people.map(({ id }) => id),
  ]);
  return [document.text, ...named].join("\n");
}

interface Walk {
  readonly scene: Scene;
  readonly outline: Outline;
  readonly requesters: readonly (string | null)[];
  readonly tables: Map<string, TableSpace>;
  /** Step, what is wrong and with whom → the first case found, which is the smallest. */
  readonly findings: Map<string, Finding>;
  /** Situations judged, by step. */
  readonly judged: Map<string, number>;
  isIncomplete: boolean;
}

function walkStep(walk: Walk, step: PeopleStep): void {
  const decisions = decisionsFor(walk, step);
  const guards = guardsOf(walk.scene.definition, step);
  const left = { situations: SITUATIONS_MAX };
  for (const requester of walk.requesters) {
    for (const situation of situationsOf(walk, { requester, decisions, step }, left)) {
      if (!mayReach(walk.scene, situation, guards)) continue;
      walk.judged.set(step.id, (walk.judged.get(step.id) ?? 0) + 1);
      judge(walk, step, situation);
    }
  }
}

/** The requester's situation, followed through each decision in turn. */
function situationsOf(
  walk: Walk,
  of: { readonly requester: string | null; readonly decisions: readonly Decided[]; readonly step: PeopleStep },
  left: { situations: number },
): readonly Situation[] {
  let situations: readonly Situation[] = [{ ...NOBODY_ASKS, requester: of.requester }];
  for (const decided of of.decisions) {
    const next: Situation[] = [];
    const guards = guardsOf(walk.scene.definition, decided.step);
    for (const situation of situations) {
      if (left.situations <= 0) break;
      if (!mayReach(walk.scene, situation, guards)) continue;
      const followed = follow(walk.scene, situation, decided);
      left.situations -= followed.situations.length + 1;
      next.push(...followed.situations);
      if (followed.refused !== null)
        add(walk, {
          code: "route-no-rule",
          step: decided.step,
          situation,
          key: JSON.stringify(followed.refused.map(({ value }) => value)),
          refused: followed.refused,
        });
    }
    situations = next;
  }
  if (left.situations <= 0) walk.isIncomplete = true;
  return situations;
}

function judge(walk: Walk, step: PeopleStep, situation: Situation): void {
  const { faults, seats, excluded } = judgeStep(walk.scene, situation, step);
  for (const { code, why, key } of faults)
    add(walk, { code, step, situation, key: `${key} ${situation.rule?.rule ?? ""}`, why });
  for (const holders of seats) {
    const climb = { ladder: step.escalation, holders, excluded, ifExcluded: step.ifExcluded };
    for (const { rung, why } of judgeLadder(walk.scene, situation, climb))
      add(walk, { code: "route-ladder", step, situation, key: `${rung}`, why, rung, ladder: "escalation" });
  }
  const rework = step.kind === "approval" ? step.rework : null;
  if (!rework || situation.requester === null) return;
  const holders = resolved({ user: situation.requester }, walk.scene.directory).users;
  const climb = { ladder: rework.escalation, holders, excluded: new Set<string>(), ifExcluded: "incident" as const };
  for (const { rung, why } of judgeLadder(walk.scene, situation, climb))
    add(walk, { code: "route-ladder", step, situation, key: `rework ${rung}`, why, rung, ladder: "rework" });
}

/** A block's ladder speaks to people that only its own words tell. */
function walkBlock(walk: Walk, step: Step & { readonly kind: "do" }): void {
  for (const requester of walk.requesters) {
    const situation: Situation = { ...NOBODY_ASKS, requester };
    if (!mayReach(walk.scene, situation, guardsOf(walk.scene.definition, step))) continue;
    walk.judged.set(step.id, (walk.judged.get(step.id) ?? 0) + 1);
    const climb = {
      ladder: step.escalation,
      holders: null,
      excluded: new Set<string>(),
      ifExcluded: "incident" as const,
    };
    for (const { rung, why } of judgeLadder(walk.scene, situation, climb))
      add(walk, { code: "route-ladder", step, situation, key: `${rung}`, why, rung, ladder: "escalation" });
  }
}

/** The same thing wrong for several people is one finding: the first case stands for all, and how many there are is kept. */
function add(walk: Walk, found: Omit<Finding, "cases">): void {
  const key = `${found.step.id} ${found.code} ${found.key}`;
  const known = walk.findings.get(key);
  if (known) known.cases.push(found.situation);
  else walk.findings.set(key, { ...found, cases: [found.situation] });
}

/** Variables that exactly one `set` of the process makes. */
function settersOf(definition: Definition): ReadonlyMap<string, Template> {
  const found = new Map<string, Template | null>();
  for (const step of definition.steps.values()) {
    if (step.kind !== "set") continue;
    for (const { name, value } of step.values) found.set(name, found.has(name) ? null : value);
  }
  for (const { name } of definition.inputs) found.delete(name);
  return new Map([...found].flatMap(([name, value]) => (value === null ? [] : [[name, value] as const])));
}

/** The decisions that the people of a step come out of, those they depend on first. */
function decisionsFor(walk: Walk, step: PeopleStep): readonly Decided[] {
  const { definition } = walk.scene;
  const byVariable = new Map(
    [...definition.steps.values()].flatMap((one) => (one.kind === "decision" ? [[one.variable, one] as const] : [])),
  );
  const found = new Map<string, Decided>();
  const seen = new Set<string>();
  const visit = (name: string): void => {
    if (seen.has(name) || seen.size >= NAMES_MAX) return;
    seen.add(name);
    const setter = walk.scene.setters.get(name);
    if (setter) namesIn(setter).forEach(visit);
    const decision = byVariable.get(name);
    const table = decision && spaceFor(walk, decision);
    if (!decision || !table) return;
    for (const { value } of decision.with) namesIn(value).forEach(visit);
    for (const column of table.model.columns) column.input.expression.names.forEach(visit);
    found.set(name, { step: decision, table });
  };
  const templates =
    step.kind === "approval"
      ? [step.approvers, step.notBy]
      : [step.assignee, step.candidateUsers, step.candidateGroups, step.notBy];
  for (const template of templates) if (template) namesIn(template).forEach(visit);
  return [...found.values()];
}

/** Names that the people of one step may come from, however indirectly. */
const NAMES_MAX = 500;

function spaceFor(walk: Walk, { table }: DecisionStep): TableSpace | null {
  const known = walk.tables.get(table);
  if (known) return known;
  const compiled = walk.scene.definition.decisions[table];
  if (!compiled || !isCompiled(compiled)) return null;
  const made = tableSpace(compiled.model);
  walk.tables.set(table, made);
  return made;
}

function isCompiled(table: DecisionTable): table is CompiledTable {
  return "model" in table;
}

function namesIn(template: Template): readonly string[] {
  switch (template.kind) {
    case "literal":
      return [];
    case "expression":
      return template.expression.names;
    case "text":
      return template.parts.flatMap((part) => (typeof part === "string" ? [] : part.names));
    case "list":
      return template.items.flatMap(namesIn);
    case "map":
      return template.entries.flatMap(({ value }) => namesIn(value));
  }
}
