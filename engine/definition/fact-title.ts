import type { Field } from "../base/field.ts";
import { wordPattern } from "../base/word-pattern.ts";
import { fieldsOf } from "./compile-field.ts";
import type { Compiler, Spot } from "./compiler.ts";
import { childOf, textOf } from "./node.ts";
import type { Origin } from "./variables.ts";

/** Titles of what every letter, decision and person has. */
const KNOWN: Readonly<Record<string, string>> = {
  requester: "Инициатор",
  assignee: "Исполнитель",
  outcome: "Решение",
  by: "Кто решил",
  onBehalfOf: "От чьего имени",
  at: "Когда",
  comment: "Комментарий",
  from: "От кого",
  subject: "Тема",
  text: "Текст",
  mailbox: "Ящик",
  attachments: "Вложения",
  name: "Имя",
  position: "Должность",
  email: "Почта",
  phone: "Телефон",
  department: "Отдел",
  manager: "Руководитель",
  title: "Название",
  id: "Номер",
};

const PATH = wordPattern("^[\\p{L}_][\\p{L}\\p{N}_]*(?:\\.[\\p{L}_][\\p{L}\\p{N}_]*)*$");

/**
 * The title of a fact shown to a person, from what it reads: an input's or field's own title. Null where the
 * expression is more than a path: then the file must give one.
 */
export function factTitle(compiler: Compiler, text: string, spot: Spot): string | null {
  const path = text.trim();
  if (!PATH(path).test(path)) return null;
  const [head = "", ...rest] = path.split(".");
  const variable = compiler.variables.visible(head, spot.list);
  const origin = variable?.origins[0];
  if (!origin) return rest.length === 0 ? (KNOWN[head] ?? null) : (KNOWN[rest.at(-1) as string] ?? null);
  if (rest.length === 0) return ownTitle(compiler, origin, head) ?? head;
  return fieldTitle(compiler, origin, rest) ?? KNOWN[rest.at(-1) as string] ?? (rest.at(-1) as string);
}

function ownTitle(compiler: Compiler, origin: Origin, name: string): string | null {
  const input = compiler.inputs.find((one) => one.name === name);
  if (origin.kind === "input") return input?.title ?? null;
  const step = origin.step;
  if (origin.kind !== "step" || !step) return null;
  const title = textOf(childOf(step.node, "title"));
  if (title !== undefined && !title.includes("${")) return title;
  return step.kind === "document" ? documentTitle(textOf(step.keyword.value)) : null;
}

function documentTitle(template: string | undefined): string {
  return template === "approval-sheet" ? "Лист согласования" : "Документ";
}

function fieldTitle(compiler: Compiler, origin: Origin, path: readonly string[]): string | null {
  const [name = "", ...rest] = path;
  const field = fieldFrom(compiler, origin, name);
  return field ? titleBelow(compiler, field, rest) : null;
}

function fieldFrom(compiler: Compiler, origin: Origin, name: string): Field | undefined {
  if (origin.kind === "input") {
    const input = compiler.inputs.find((one) =>
      compiler.variables.all.some((v) => v.name === one.name && v.origins.includes(origin)),
    );
    return input ? recordField(compiler, input, name) : undefined;
  }
  const { step } = origin;
  if (!step || origin.kind !== "step") return undefined;
  if (step.kind === "userTask" || step.kind === "approval") {
    return fieldsOf(childOf(step.node, "form")).find(({ field }) => field.name === name)?.field;
  }
  if (step.kind === "decision") {
    const table = compiler.tables.get(textOf(step.keyword.value) ?? "");
    return table?.outputs.find((output) => output.name === name)?.field;
  }
  const type = textOf(childOf(childOf(step.node, "with"), "of"));
  return type === undefined ? undefined : compiler.catalog?.records[type]?.fields[name];
}

function titleBelow(compiler: Compiler, field: Field, path: readonly string[]): string | null {
  const [name, ...rest] = path;
  if (name === undefined) return field.title;
  const next = recordField(compiler, field, name);
  return next ? titleBelow(compiler, next, rest) : null;
}

function recordField(compiler: Compiler, field: Field, name: string): Field | undefined {
  const types = Array.isArray(field.of) ? (field.of as readonly string[]) : [];
  return types.flatMap((type) => compiler.catalog?.records[type]?.fields[name] ?? [])[0];
}
