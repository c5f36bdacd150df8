import type { Value } from "../base/value.ts";
import { sayEquals, nameOf as titleOfColumn } from "../decision/describe.ts";
import type { Column, CompiledTable } from "../decision/table-model.ts";
import { rungNodes } from "../definition/compile-ladder.ts";
import { problem, type Range } from "../definition/make-problem.ts";
import type { Step } from "../definition/model.ts";
import { childOf, type Document } from "../definition/node.ts";
import type { Outline, OutlineStep } from "../definition/outline.ts";
import type { Problem, Text } from "../definition/problem.ts";
import { nameOf } from "../people/lookup.ts";
import type { Says } from "../people/note.ts";
import type { Scene, Situation } from "./scene.ts";

/** Something wrong with the route, and the smallest case in which it is. */
export interface Finding {
  readonly code:
    | "route-nobody"
    | "route-group-empty"
    | "route-excluded"
    | "route-self-approval"
    | "route-ladder"
    | "route-no-rule";
  readonly step: Step;
  readonly situation: Situation;
  /** Equal keys at the same step are the same finding. */
  readonly key: string;
  readonly why?: Says;
  /** Of a ladder: the rung, from 0. */
  readonly rung?: number;
  readonly ladder?: "escalation" | "rework";
  /** Of a table that has no rule: the inputs that are known. */
  readonly refused?: readonly { readonly column: Column; readonly value: Value }[];
  /** Every situation in which it is so; the first is told. */
  readonly cases: Situation[];
}

/** What the words and the place of a finding are made from. */
export interface Told {
  readonly document: Document;
  readonly outline: Outline;
  /** How many kinds of people may ask at all. */
  readonly requesters: number;
  /** Are there several? Then what is so for all of them is told without a name. */
  readonly isSeveral: boolean;
  /** How many situations of the step there are: what is so in all of them is told without an example. */
  readonly judged: number;
  readonly scene: Scene;
}

/** The finding as a problem: «податель = Анна Северова, сумма = 1 000 000,01: согласовать некому — группа «Директор» пуста». */
export function problemOf(finding: Finding, told: Told): Problem {
  const { ru, en } = exampleOf(finding, told);
  const what = WORDS[finding.code](finding, told);
  return problem(told.document, {
    code: finding.code,
    severity: SEVERITIES[finding.code],
    at: placeOf(finding, told),
    message: { ru: sentence(ru, what.message.ru), en: sentence(en, what.message.en) },
    remedy: { ru: sentence("", what.remedy.ru), en: sentence("", what.remedy.en) },
  });
}

/** Too many cases to follow them all. */
export function incomplete(document: Document, outline: Outline): Problem {
  const [step] = outline.steps;
  return problem(document, {
    code: "route-incomplete",
    severity: "warning",
    at: step?.keyword.key ?? document.root,
    message: {
      ru: "Маршрут проверен не целиком: случаев слишком много",
      en: "The route was checked in part: there are too many cases",
    },
    remedy: {
      ru: "Разделите таблицу на несколько: входов станет меньше",
      en: "Split the table into several with fewer inputs",
    },
  });
}

const SEVERITIES: { readonly [C in Finding["code"]]: "error" | "warning" } = {
  "route-nobody": "error",
  "route-group-empty": "warning",
  "route-excluded": "error",
  "route-self-approval": "warning",
  "route-ladder": "warning",
  "route-no-rule": "error",
};

interface Words {
  readonly message: Text;
  readonly remedy: Text;
}

const WORDS: { readonly [C in Finding["code"]]: (finding: Finding, told: Told) => Words } = {
  "route-nobody": (finding) =>
    nobody(finding, {
      ru: `назовите ${ruleWords(finding).ru}того, кто есть, или дополните справочник`,
      en: `name somebody who is there${ruleWords(finding).en}, or complete the directory`,
    }),
  "route-group-empty": (finding) =>
    nobody(finding, {
      ru: `добавьте людей в группу или назовите ${ruleWords(finding).ru}других`,
      en: `add people to the group, or name others${ruleWords(finding).en}`,
    }),
  "route-excluded": (finding) =>
    nobody(finding, {
      ru: `назовите ${ruleWords(finding).ru}ещё кого-то или укажите ifExcluded: manager`,
      en: `name somebody else${ruleWords(finding).en}, or say ifExcluded: manager`,
    }),
  "route-self-approval": ({ why }) => ({
    message: { ru: why?.ru ?? "", en: why?.en ?? "" },
    remedy: {
      ru: "добавьте notBy: [requester] и ifExcluded: manager",
      en: "add notBy: [requester] and ifExcluded: manager",
    },
  }),
  "route-ladder": ({ why }) => ({
    message: { ru: `эскалировать некому — ${why?.ru ?? ""}`, en: `there is nobody to escalate to — ${why?.en ?? ""}` },
    remedy: {
      ru: "назовите в to того, кто есть, добавьте ступень с другим человеком или руководителя в справочник",
      en: "name somebody who is there under `to`, add a rung with another person, or a manager to the directory",
    },
  }),
  "route-no-rule": ({ refused = [], step }) => {
    const table = step.kind === "decision" ? step.table : "";
    const given = refused.map(({ column, value }) => sayEquals(column, value));
    const [first] = refused;
    return {
      message: {
        ru: `в таблице ${table} нет правила для «${given.map((one) => one.ru).join(", ")}»`,
        en: `table ${table} has no rule for "${given.map((one) => one.en).join(", ")}"`,
      },
      remedy: {
        ru: `добавьте правило, или исправьте ${first ? `«${titleOfColumn(first.column)}»` : "данные"} в справочнике`,
        en: `add a rule, or mend ${first ? `"${titleOfColumn(first.column)}"` : "the data"} in the directory`,
      },
    };
  },
};

function nobody({ step, why }: Finding, remedy: Text): Words {
  const [verb, does] = step.kind === "approval" ? ["согласовать", "decide"] : ["поручить", "take this on"];
  return { message: { ru: `${verb} некому — ${why?.ru ?? ""}`, en: `nobody can ${does} — ${why?.en ?? ""}` }, remedy };
}

/** `в правиле 4 таблицы route ` */
function ruleWords({ situation: { rule } }: Finding): Text {
  if (rule === null) return { ru: "", en: "" };
  if (rule.rule === null)
    return { ru: `в default таблицы ${rule.table} `, en: ` in the default of table ${rule.table}` };
  return {
    ru: `в правиле ${rule.rule + 1} таблицы ${rule.table} `,
    en: ` in rule ${rule.rule + 1} of table ${rule.table}`,
  };
}

/** The requester where it matters who asks, then the inputs that matter. */
function exampleOf({ situation, cases, code }: Finding, { requesters, isSeveral, judged, scene }: Told): Text {
  const { requester, says } = situation;
  const isAlways = new Set(cases).size === judged && judged > 1;
  if (isAlways) return { ru: "", en: "" };
  const everybody = new Set(cases.map((one) => one.requester)).size === requesters && isSeveral;
  const isAlike = cases.every((one) => one.says.map(({ en }) => en).join() === says.map(({ en }) => en).join());
  const isNamed = requester === null || code === "route-self-approval" || (everybody && isAlike);
  const name = requester === null ? "" : nameOf(scene.directory, requester);
  const all = [...(isNamed ? [] : [{ ru: `податель = ${name}`, en: `requester = ${name}` }]), ...says];
  return { ru: all.map((one) => one.ru).join(", "), en: all.map((one) => one.en).join(", ") };
}

function sentence(example: string, what: string): string {
  const text = example === "" ? what : `${example}: ${what}`;
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** The rule in the file where it stands there, else what names the people. */
function placeOf(finding: Finding, { document, outline, scene }: Told): Range {
  const step = outline.byId.get(finding.step.id);
  if (!step) return document.root;
  if (finding.code === "route-ladder") return rungPlace(finding, document, step);
  if (finding.code === "route-no-rule") return step.keyword.value;
  const rule = finding.situation.rule;
  const table = rule ? (scene.definition.decisions[rule.table] as CompiledTable | undefined) : undefined;
  const written = rule ? childOf(childOf(document.root, "decisions"), rule.table) : undefined;
  const isInline = childOf(written, "rules") !== undefined || childOf(written, "table") !== undefined;
  const number = rule?.rule ?? null;
  const people = table?.model.outputs.find((output) => output.output.field.type === "principals");
  const extent = number === null ? undefined : (people?.entries[number] ?? table?.model.rules[number]);
  if (isInline && extent && finding.code !== "route-self-approval") return extent;
  return KEYS.map((key) => childOf(step.node, key)).find((node) => node !== undefined) ?? step.keyword.key;
}

const KEYS = ["approvers", "assignee", "candidateUsers", "candidateGroups"];

function rungPlace({ rung = 0, ladder }: Finding, document: Document, step: OutlineStep): Range {
  const of = ladder === "rework" ? childOf(step.node, "rework") : step.node;
  const node = childOf(of, "escalation");
  const rungs = rungNodes(document.root, node).filter((one) => one.kind === "map");
  return childOf(rungs[rung], "to") ?? rungs[rung] ?? node ?? step.keyword.key;
}
