import type { Definition, Step, Template } from "../definition/model.ts";
import type { HistoryEvent } from "../instance/event.ts";
import type { Activation } from "../instance/state.ts";
import { type Because, because, both, type Scene } from "./because.ts";
import { chainOf } from "./why-here.ts";

type Decided = HistoryEvent & { kind: "stepCompleted" };

/** `set` steps may hand a name on to each other; no author follows more than this. */
const HANDS_MAX = 10;

/**
 * The decision tables that settled the way here and who is asked: those whose results the step's condition, its people,
 * the cases and the loops around it read. Each with its rows that matched, what went in and what came out.
 */
export function whichRules(scene: Scene, at: Activation): readonly Because[] {
  const { definition, history } = scene.story;
  const names = namesRead(definition, chainOf(scene, at));
  const entered = history.findLast((event) => event.kind === "stepEntered" && event.activation === at.id);
  const before = history.filter(
    (event): event is Decided => event.kind === "stepCompleted" && event.sequence < (entered?.sequence ?? Infinity),
  );
  const last = new Map<string, Decided>();
  for (const event of before) {
    const variable = definition.steps.get(event.step)?.variable;
    if (event.decision !== null && variable !== undefined && names.has(variable)) last.set(event.step, event);
  }
  return [...last.values()].flatMap((event) => ruleOf(scene, event));
}

function ruleOf(scene: Scene, event: Decided): readonly Because[] {
  const { decision } = event;
  if (decision === null) return [];
  const { table, matched, inputs, outputs } = decision;
  const found = scene.story.definition.decisions[table];
  const columns = (voice: "ru" | "en", fields: readonly { readonly name: string; readonly title: string }[]): string =>
    fields.map(({ name, title }) => `${title}: ${valueOf(voice, name)}`).join(" · ");
  const given = (found?.inputs ?? []).map(({ name, field }) => ({ name, title: field.title }));
  const made = (found?.outputs ?? []).map(({ name, field }) => ({ name, title: field.title }));
  const fields = new Map([...(found?.inputs ?? []), ...(found?.outputs ?? [])].map(({ name, field }) => [name, field]));
  function valueOf(voice: "ru" | "en", name: string): string {
    return scene[voice].tell.value(inputs[name] ?? outputs[name] ?? null, fields.get(name));
  }
  const text = both(scene, ({ tell }) =>
    matched.length === 0
      ? tell.pick(`Таблица «${table}»: не подошла ни одна строка`, `Table “${table}”: no row matched`)
      : tell.pick(
          `Таблица «${table}»: подошла строка № ${matched.join(", ")}`,
          `Table “${table}”: row ${matched.join(", ")} matched`,
        ),
  );
  return [
    because(scene, "rule", {
      text,
      at: event.at,
      step: event.step,
      details: [
        { ru: `дано — ${columns("ru", given)}`, en: `given — ${columns("en", given)}` },
        { ru: `вышло — ${columns("ru", made)}`, en: `came out — ${columns("en", made)}` },
      ],
    }),
  ];
}

/** Variables that decide whether and for whom this step runs; what `set` steps pass on included. */
function namesRead(definition: Definition, chain: readonly Activation[]): ReadonlySet<string> {
  const names = new Set<string>();
  chain.forEach((one, index) => {
    const step = definition.steps.get(one.step);
    if (!step) return;
    const inner = chain[index + 1];
    for (const name of [...(step.if?.names ?? []), ...peopleNames(step), ...laneNames(step, inner?.lane ?? "")])
      names.add(name);
  });
  for (let hands = 0; hands < HANDS_MAX; hands++) {
    const size = names.size;
    for (const step of definition.steps.values()) {
      if (step.kind !== "set") continue;
      for (const { name, value } of step.values) if (names.has(name)) for (const one of namesIn(value)) names.add(one);
    }
    if (names.size === size) break;
  }
  return names;
}

function peopleNames(step: Step): readonly string[] {
  if (step.kind === "approval") return namesIn(step.approvers);
  if (step.kind === "notify") return namesIn(step.to);
  if (step.kind !== "userTask") return [];
  return [step.assignee, step.candidateUsers, step.candidateGroups].flatMap(namesIn);
}

/** Of a container: what decides that this lane runs. */
function laneNames(step: Step, lane: string): readonly string[] {
  if (step.kind === "for") return [...step.in.names, ...(step.while?.names ?? [])];
  if (step.kind !== "switch") return [];
  const number = lane.startsWith("case:") ? Number(lane.slice("case:".length)) : step.cases.length - 1;
  return step.cases.slice(0, number + 1).flatMap(({ when }) => when?.names ?? []);
}

function namesIn(template: Template | null): readonly string[] {
  switch (template?.kind) {
    case "expression":
      return template.expression.names;
    case "text":
      return template.parts.flatMap((part) => (typeof part === "string" ? [] : part.names));
    case "list":
      return template.items.flatMap(namesIn);
    case "map":
      return template.entries.flatMap(({ value }) => namesIn(value));
    default:
      return [];
  }
}
