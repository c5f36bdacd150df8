import { isMap, type Value, type ValueMap } from "../base/value.ts";
import type { EvaluationContext, Expression } from "../expression/expression.ts";
import { expressionsIn } from "./cell-value.ts";
import { DecisionError } from "./decision-error.ts";
import { MAYBE_NULL } from "./feel-of.ts";
import { type EntryWork, failed, literalEntry, standIn } from "./output-entry.ts";
import { isPrincipal, principalsOf } from "./principal-value.ts";
import {
  PERSON_VARIABLES,
  type PersonItem,
  type PersonWords,
  readPrincipalsCell,
  textOfPerson,
} from "./principals-cell.ts";
import type { OutputEntry, PersonReference, PersonShape } from "./table-model.ts";
import type { Cell, CellValue, Extent } from "./table-source.ts";
import { keyOfValue } from "./value-key.ts";

/** One member of the list of people that an entry names. */
interface Member {
  readonly shape: PersonShape | null;
  readonly key: string;
  readonly literal: ValueMap | null;
  readonly names: readonly string[];
  evaluate(context: EvaluationContext): readonly ValueMap[];
}

/** A principals cell of a grid or CSV file. */
export function compileGridPrincipals(cell: Cell, work: EntryWork): OutputEntry {
  const read = readPrincipalsCell(cell.text);
  if ("fault" in read) return failed(cell, work, read.fault);
  const members = read.items.map((item) => gridMember(cell, item, work));
  return entryOf(cell, members, cell.text);
}

/** A principals value of YAML: maps, lists of maps, user ids, `${ }`. */
export function compileYamlPrincipals(cell: Extent & { readonly value: CellValue }, work: EntryWork): OutputEntry {
  const members = yamlMembers(cell, cell.value, work);
  if (members.length === 0 && cell.value.kind !== "expression") {
    work.report(standIn(cell), {
      code: "table-principal",
      from: 0,
      to: 1,
      message: { ru: "Не сказано, кто", en: "Nobody is named" },
      remedy: {
        ru: "Назовите человека или группу: { headOf: client }",
        en: "Name a person or a group: `{ headOf: client }`",
      },
    });
  }
  return entryOf(cell, members, members.map(({ shape, key }) => shape?.key ?? key).join(", "));
}

function entryOf(cell: Extent, members: readonly Member[], text: string): OutputEntry {
  const literals = members.map(({ literal }) => literal);
  const people = members.map(({ shape }) => shape);
  const known = people.every((shape) => shape !== null) ? people : null;
  if (literals.every((literal) => literal !== null)) return { ...literalEntry(cell, literals, text), people: known };
  return {
    start: cell.start,
    end: cell.end,
    literal: undefined,
    key: members.map(({ key }) => key).join(" & "),
    text,
    people: known,
    names: members.flatMap(({ names }) => names),
    evaluate: (context) => members.flatMap((member) => member.evaluate(context)),
  };
}

function gridMember(cell: Cell, item: PersonItem, work: EntryWork): Member {
  const at = { start: cell.offsetOf(item.from), end: cell.offsetOf(item.to - 1) + 1 };
  const { person } = item;
  if ("id" in person) return idMember({ [person.kind]: person.id }, { ...at, table: work.table }, work.people);
  const text = "variable" in person ? person.variable : `${person.of}.${person.field}`;
  const { expression, faults } = work.feel.expression(text, at.start);
  // Nobody to be found is a vacancy, told when it happens.
  for (const fault of faults.filter(({ code }) => code !== MAYBE_NULL))
    work.report(cell, { ...fault, from: item.from, to: item.to });
  return computedMember(person, expression);
}

/** `{ headOf: "client" }`: known before anything runs. */
function idMember(principal: ValueMap, at: Extent & { readonly table: string }, people: PersonReference[]): Member {
  const [form = "", id = ""] = Object.entries(principal)[0] ?? [];
  people.push({ start: at.start, end: at.end, kind: REFERRED[form] ?? "user", id: String(id) });
  const key = textOfPerson({ kind: form as "user", id: String(id) });
  const rank = form === "headOf" || form === "managerOf" ? 2 : null;
  return {
    shape: { key, rank },
    key: keyOfValue(principal),
    literal: principal,
    names: [],
    evaluate: () => [principal],
  };
}

const REFERRED: Readonly<Record<string, PersonReference["kind"]>> = {
  user: "user",
  managerOf: "user",
  group: "group",
  each: "group",
  nextOf: "group",
  headOf: "department",
};

type Computed = Exclude<PersonWords, { readonly id: string }>;

function computedMember(person: Computed, expression: Expression | null): Member {
  const key = textOfPerson(person);
  const rank = person.kind === "managerOf" ? 2 : "field" in person ? 1 : 0;
  const evaluate = (context: EvaluationContext): readonly ValueMap[] => {
    const user = expression === null || isNobodys(person, context) ? null : userIdOf(expression.evaluate(context));
    // Not an error of the table: whoever asks for these people says what nobody means (an incident with a rescue task).
    if (user === null) return [{ vacancy: vacantPost(person, context) }];
    return [{ [person.kind]: user }];
  };
  return { shape: { key, rank }, key, literal: null, names: expression?.names ?? [], evaluate };
}

/** `responsible of deal` without a deal, `manager of requester` of what nobody started. */
function isNobodys(person: Computed, context: EvaluationContext): boolean {
  return context.variable("of" in person ? person.of : person.variable) === null;
}

/** A user's id: text, or a reference to a user. */
function userIdOf(value: Value): string | null {
  if (typeof value === "string") return value === "" ? null : value;
  return isMap(value) && typeof value["user"] === "string" ? value["user"] : null;
}

/** `responsible of deal (deal/213)` */
function vacantPost(person: Computed, context: EvaluationContext): string {
  const record = "of" in person ? recordNameOf(context.variable(person.of)) : null;
  return record === null ? textOfPerson(person) : `${textOfPerson(person)} (${record})`;
}

/** What to call a record in a message: its reference. */
function recordNameOf(value: Value | undefined): string | null {
  if (typeof value === "string") return value;
  return isMap(value) && typeof value["ref"] === "string" ? value["ref"] : null;
}

function yamlMembers(cell: Extent, value: CellValue, work: EntryWork): readonly Member[] {
  switch (value.kind) {
    case "list":
      return value.items.flatMap((item) => yamlMembers(cell, item, work));
    case "literal":
      return literalMembers(cell, value.value, work);
    case "map":
      return mapMembers(cell, value, work);
    default:
      return [expressionMember(value, work)];
  }
}

function literalMembers(cell: Extent, value: Value, work: EntryWork): readonly Member[] {
  if (typeof value === "string" && PERSON_VARIABLES.has(value)) return [variableMember("user", value, { cell, work })];
  if (isMap(value)) {
    const [form = "", id] = Object.entries(value)[0] ?? [];
    const isVariable = typeof id === "string" && PERSON_VARIABLES.has(id) && (form === "user" || form === "managerOf");
    if (isVariable) return [variableMember(form, id, { cell, work })];
  }
  const people = principalsOf(value);
  if (people) return people.map((principal) => idMember(principal, { ...cell, table: work.table }, work.people));
  work.report(standIn(cell), notPeople(JSON.stringify(value)));
  return [];
}

/** `{ managerOf: requester }`, `{ user: "${ deal.responsible }" }`. */
function mapMembers(
  cell: Extent,
  value: Extract<CellValue, { readonly kind: "map" }>,
  work: EntryWork,
): readonly Member[] {
  const [entry, ...rest] = value.entries;
  if (!entry || rest.length > 0 || !Object.hasOwn(REFERRED, entry.name)) {
    work.report(standIn(cell), notPeople(`{ ${value.entries.map(({ name }) => name).join(", ")} }`));
    return [];
  }
  if (entry.value.kind === "literal") return literalMembers(cell, { [entry.name]: entry.value.value }, work);
  const form = entry.name;
  const { expression } = entry.value.kind === "expression" ? entry.value : { expression: null };
  const rank = form === "managerOf" || form === "headOf" ? 2 : null;
  const key = `${form} \${${expression?.text ?? ""}}`;
  const evaluate = (context: EvaluationContext): readonly ValueMap[] => {
    const id = expression === null ? null : userIdOf(expression.evaluate(context));
    if (id === null) throw nobodyIn(key, work.table);
    return [{ [form]: id }];
  };
  return [{ shape: { key, rank }, key, literal: null, names: expression?.names ?? [], evaluate }];
}

function variableMember(
  kind: "user" | "managerOf",
  variable: string,
  { cell, work }: { readonly cell: Extent; readonly work: EntryWork },
): Member {
  const { expression, faults } = work.feel.expression(variable, cell.start);
  for (const fault of faults.filter(({ code }) => code !== MAYBE_NULL))
    work.report(standIn(cell), { ...fault, from: 0, to: 1 });
  return computedMember({ kind, variable }, expression);
}

/** `${ … }`: how many people come out is not known before the run. */
function expressionMember(
  value: Extract<CellValue, { readonly kind: "expression" | "text" }>,
  work: EntryWork,
): Member {
  const text = value.kind === "expression" ? value.expression.text : "text";
  const evaluate = (context: EvaluationContext): readonly ValueMap[] => {
    const found =
      value.kind === "expression" ? value.expression.evaluate(context) : work.feel.render(value.parts, context);
    const people = principalsOf(found);
    if (!people || people.length === 0 || !people.every(isPrincipal)) throw nobodyIn(`\${ ${text} }`, work.table);
    return people;
  };
  const names = expressionsIn(value).flatMap((expression) => expression.names);
  return { shape: null, key: `\${${text}}`, literal: null, names, evaluate };
}

function nobodyIn(text: string, table: string): DecisionError {
  return new DecisionError(
    "DECISION_NO_PERSON",
    { ru: `Таблица ${table}: «${text}» никого не называет`, en: `Table ${table}: "${text}" names nobody` },
    { table },
  );
}

function notPeople(shown: string) {
  return {
    code: "table-principal",
    from: 0,
    to: 1,
    message: { ru: `Непонятно, кто это: ${shown}`, en: `Not clear who is meant: ${shown}` },
    remedy: {
      ru: "Пишите { user: … }, { group: … }, { headOf: … }, { managerOf: … } или { nextOf: … }",
      en: "Write `{ user: … }`, `{ group: … }`, `{ headOf: … }`, `{ managerOf: … }` or `{ nextOf: … }`",
    },
  };
}
