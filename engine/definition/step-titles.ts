import { formatDuration, isDurationProblem, parseDuration } from "../base/duration.ts";
import { hasExpression } from "./compile-field.ts";
import { APPROVAL_SHEET } from "./compile-message.ts";
import type { Compiler } from "./compiler.ts";
import type { Template } from "./model.ts";
import { childOf, type Node, textOf } from "./node.ts";
import { operationNamed } from "./operations.ts";
import type { OutlineStep } from "./outline.ts";
import { tablePlaces } from "./table-places.ts";
import { tableTitle } from "./table-source-of.ts";
import { valueOfNode } from "./value-of-node.ts";
import { setNamesOf } from "./variables.ts";

/**
 * The sentence that stands for a step without a title: made from what it does, in Russian, never from its id.
 * @example titleOfStep(compiler, step) // of `call: crm.update`: «Изменить карточку в CRM»
 */
export function titleOfStep(compiler: Compiler, step: OutlineStep): Template {
  return { kind: "literal", value: sentence(compiler, step) };
}

function sentence(compiler: Compiler, step: OutlineStep): string {
  const value = step.keyword.value;
  const name = textOf(value);
  switch (step.kind) {
    case "set":
      return setSentence(compiler, step);
    case "call":
      return callSentence(compiler, step);
    case "notify":
      return notifySentence(step);
    case "userTask":
      return "Выполнить задание";
    case "approval":
      return "Согласовать";
    case "decision":
      return named("Решить по таблице", titleOfTable(compiler, name));
    case "switch":
      return "Выбрать, куда идти дальше";
    case "for":
      return "Повторить для каждого элемента списка";
    case "fork":
      return "Выполнить ветви одновременно";
    case "do":
      return childOf(step.node, "until") ? "Этап: длится, пока не наступит условие" : "Этап";
    case "wait":
      return waitSentence(value);
    case "listen":
      return "Дождаться события";
    case "emit":
      return "Сообщить о событии другим процессам";
    case "record":
      return named(
        "Записать в реестр",
        name === undefined ? null : (compiler.catalog?.registries[name]?.title ?? null),
      );
    case "document":
      return name === APPROVAL_SHEET || name === undefined ? "Составить лист согласования" : "Составить документ";
    case "run":
      return named("Запустить процесс", compiler.processes.find((process) => process.id === name)?.title ?? null);
    case "try":
      return "Выполнить, а при неудаче поступить иначе";
    case "raise":
      return "Закончить с ошибкой";
  }
}

function named(sentence: string, title: string | null): string {
  return title === null ? sentence : `${sentence} «${title}»`;
}

function setSentence(compiler: Compiler, step: OutlineStep): string {
  const titles = setNamesOf(step).map(({ name }) => compiler.inputs.find((input) => input.name === name)?.title);
  const [first] = titles;
  if (titles.length === 1 && first !== undefined) return `Запомнить: ${lowered(first)}`;
  return titles.length === 1 ? "Запомнить значение" : "Запомнить значения";
}

function callSentence(compiler: Compiler, step: OutlineStep): string {
  const operation = operationNamed(textOf(step.keyword.value) ?? "");
  if (!operation) return "Вызвать операцию";
  const node = childOf(step.node, "with");
  const of = textOf(childOf(node, "of"));
  const registry = textOf(childOf(node, "registry"));
  const record = of === undefined ? undefined : compiler.catalog?.records[of]?.title;
  if (record !== undefined) return `${operation.title.ru}: ${lowered(record)}`;
  const rows = registry === undefined ? undefined : compiler.catalog?.registries[registry]?.title;
  return rows === undefined ? operation.title.ru : named(operation.title.ru, rows);
}

function notifySentence(step: OutlineStep): string {
  const subject = textOf(childOf(step.node, "subject"));
  const to = step.keyword.value;
  const said = textOf(to)?.replace(/^\$\{\s*|\s*\}$/gu, "");
  if (said === "requester") return "Сообщить инициатору";
  if (subject !== undefined && !subject.includes("${")) return `Сообщить: ${lowered(subject)}`;
  const group = childOf(to, "group") ?? childOf(to, "each");
  if (group) return "Сообщить группе";
  if (childOf(to, "headOf") || childOf(to, "managerOf")) return "Сообщить руководителю";
  return "Отправить сообщение";
}

function waitSentence(value: Node): string {
  if (childOf(value, "until")) return "Подождать до назначенного времени";
  const duration = hasExpression(value) ? null : parseDuration(valueOfNode(value));
  return duration && !isDurationProblem(duration) ? `Подождать ${formatDuration(duration, "ru")}` : "Подождать";
}

function titleOfTable(compiler: Compiler, name: string | undefined): string | null {
  return tableTitle(tablePlaces(compiler).find((place) => place.id === name)?.node);
}

/** A title inside a sentence begins with a small letter, unless it is an abbreviation. */
function lowered(title: string): string {
  const second = title[1] ?? "";
  return second === second.toUpperCase() && second !== second.toLowerCase()
    ? title
    : `${(title[0] ?? "").toLowerCase()}${title.slice(1)}`;
}
