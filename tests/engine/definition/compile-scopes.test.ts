import { describe, expect, test } from "vitest";
import { compileExample, exampleText } from "../../support/example-company.ts";

/** The errors of a snippet, as `code` or `code word`: the word under the caret. */
function errorsOf(snippet: string): readonly string[] {
  const text = exampleText(snippet);
  const { reading, problems } = compileExample(text);
  const errors = [...reading, ...problems].filter((one) => one.severity === "error");
  return errors.map((one) => `${one.code} ${text.slice(one.place.start, one.place.end)}`);
}

const TELL = "- id: tell\n  notify: ${ requester }\n  text: ";
const FRESH = '- id: fresh\n  call: crm.get\n  with: { record: "${ lead }" }\n';
const ASK =
  "- id: ask\n  userTask: Что делать?\n  assignee: manager-1\n  form: { day: { type: date, title: День }, note: { type: text, title: Заметка, required: true } }\n  outcomes: { plan: { title: Назначить, needs: [day] }, drop: Убрать }\n  timeout: { after: P1D, then: end }\n";
const LOG = "- id: log\n  set: { done: true }\n";

describe("a variable is seen by the steps after its step, in its scope", () => {
  test.each<[law: string, snippet: string, errors: readonly string[]]>([
    ["after the step", `${FRESH}${TELL}"Заявка \${ fresh.title }"\n`, []],
    ["not before it", `${TELL}"Заявка \${ fresh.title }"\n${FRESH}`, ["variable-not-yet fresh"]],
    [
      "before it where a way leads back, and then it may be missing",
      `${TELL}"Заявка \${ fresh.title }"\n${FRESH}- id: pause\n  wait: P1D\n  then: tell\n`,
      ["variable-maybe-null fresh"],
    ],
    ["inside a block", `- id: stage\n  do:\n${indent(FRESH)}${indent(TELL)}"Заявка \${ fresh.title }"\n`, []],
    [
      "not outside it",
      `- id: stage\n  do:\n${indent(FRESH)}${TELL}"Заявка \${ fresh.title }"\n`,
      ["variable-out-of-sight fresh"],
    ],
    [
      "of an outer `set`, changed inside",
      `- id: begin\n  set: { total: 1 }\n- id: stage\n  do:\n    - id: more\n      set: { total: 2 }\n${TELL}"Всего \${ total }"\n`,
      [],
    ],
    [
      "of a case, outside the switch, where it may be missing",
      `- id: route\n  switch:\n    - when: amount > 5\n      do:\n${indent(FRESH, 8)}${TELL}"Заявка \${ fresh.title }"\n`,
      ["variable-maybe-null fresh"],
    ],
    [
      "of all cases, outside the switch",
      `- id: route\n  switch:\n    - when: amount > 5\n      do: [{ id: big, set: { size: большая } }]\n    - else: true\n      do: [{ id: small, set: { size: малая } }]\n${TELL}"Сумма \${ size }"\n`,
      [],
    ],
    [
      "of an iteration, not after the loop",
      `- id: each-one\n  for: { each: one, in: "[1, 2]" }\n  do:\n${indent(FRESH)}${TELL}"Заявка \${ fresh.title } \${ one }"\n`,
      ["variable-out-of-sight fresh", "variable-out-of-sight one"],
    ],
    [
      "gathered by `collect`",
      `- id: each-one\n  for: { each: one, in: "[1, 2]", at: number }\n  collect: double\n  do:\n    - id: twice\n      set: { double: "\${ one * number }" }\n${TELL}"Всего \${ sum(eachOne) }"\n`,
      [],
    ],
    [
      "of a branch, through the fork's result",
      `- id: split\n  fork:\n    one:\n${indent(FRESH, 6)}    two: [{ id: log, set: { done: true } }]\n${TELL}"Заявка \${ split.one.fresh.title }"\n`,
      [],
    ],
    [
      "of a caught error, in its handler",
      `- id: careful\n  try:\n${indent(FRESH)}  catch: [{ errors: ["*"], as: failure, do: [{ id: say, notify: "\${ requester }", text: "Не вышло: \${ failure.message }" }], then: end }]\n${TELL}"Заявка \${ fresh.title }"\n`,
      [],
    ],
    [
      "of a `try` whose handler goes on, only with a test",
      `- id: careful\n  try:\n${indent(FRESH)}  catch: [{ errors: ["*"], then: continue }]\n${TELL}"Заявка \${ fresh.title }"\n`,
      ["variable-maybe-null fresh"],
    ],
    [
      "never, where the step has no result",
      `- id: pause\n  wait: P1D\n${TELL}"Пауза \${ pause }"\n`,
      ["step-without-result pause"],
    ],
  ])("%s", (_, snippet, errors) => {
    expect(errorsOf(snippet)).toEqual(errors);
  });
});

describe("a step skipped by `if` leaves null", () => {
  const MAYBE = FRESH.replace("  call:", "  if: amount > 5\n  call:");
  test.each<[law: string, snippet: string, errors: readonly string[]]>([
    ["and its reader must test", `${MAYBE}${TELL}"Заявка \${ fresh.title }"\n`, ["variable-maybe-null fresh"]],
    [
      "unless the same condition holds again",
      `${MAYBE}- id: tell\n  if: amount > 5\n  notify: \${ requester }\n  text: "Заявка \${ fresh.title }"\n`,
      [],
    ],
    [
      "unless it was tested",
      `${MAYBE}- id: tell\n  if: fresh != null\n  notify: \${ requester }\n  text: "Заявка \${ fresh.title }"\n`,
      [],
    ],
    [
      "unless a test led away",
      `${MAYBE}- id: gone\n  if: fresh = null\n  set: { done: true }\n  then: end\n${TELL}"Заявка \${ fresh.title }"\n`,
      [],
    ],
    [
      "unless the block around was entered by a test",
      `${MAYBE}- id: stage\n  if: fresh != null\n  do:\n${indent(TELL)}"Заявка \${ fresh.title }"\n`,
      [],
    ],
    [
      "and a test no longer counts when the step runs again",
      `${MAYBE}- id: check\n  if: fresh = null\n  set: { done: true }\n  then: end\n- id: pause\n  wait: P1D\n- id: fresh-too\n  set: { seen: true }\n${TELL}"Заявка \${ fresh.title }"\n`,
      [],
    ],
    [
      "where the condition's variable changed in between, it does not help",
      `- id: begin\n  set: { open: true }\n- id: fresh\n  if: open\n  call: crm.get\n  with: { record: "\${ lead }" }\n- id: change\n  set: { open: true }\n- id: tell\n  if: open\n  notify: \${ requester }\n  text: "Заявка \${ fresh.title }"\n`,
      ["variable-maybe-null fresh"],
    ],
  ])("%s", (_, snippet, errors) => {
    expect(errorsOf(snippet)).toEqual(errors);
  });
});

describe("what a task leaves depends on the outcome", () => {
  test.each<[law: string, snippet: string, errors: readonly string[]]>([
    [
      "a required field is there",
      `${ASK}- id: tell\n  if: ask.outcome = "drop"\n  notify: \${ requester }\n  text: "\${ ask.note }"\n${LOG}`,
      [],
    ],
    [
      "a field that the outcome needs is there behind its test",
      `${ASK}- id: tell\n  if: ask.outcome = "plan"\n  notify: \${ requester }\n  text: "Назначено на \${ ask.day }"\n${LOG}`,
      [],
    ],
    [
      "behind another one it may be missing",
      `${ASK}- id: tell\n  if: ask.outcome = "drop"\n  notify: \${ requester }\n  text: "Назначено на \${ ask.day }"\n${LOG}`,
      ["variable-maybe-null  ask.day "],
    ],
    [
      "the other outcome's test leads away",
      `${ASK}- id: gone\n  if: ask.outcome = "drop"\n  set: { done: true }\n  then: end\n${TELL}"Назначено на \${ ask.day }"\n`,
      [],
    ],
    [
      "a clock that decides fills in no form",
      `${ASK.replace("then: end", "outcome: plan")}- id: tell\n  if: ask.outcome = "plan"\n  notify: \${ requester }\n  text: "Вот: \${ ask.note }"\n${LOG}`,
      ["variable-maybe-null  ask.note "],
    ],
    [
      "a timeout that goes on leaves nothing",
      `${ASK.replace(", then: end", "")}- id: tell\n  if: ask.outcome = "plan"\n  notify: \${ requester }\n  text: Да\n${LOG}`,
      ["variable-maybe-null ask"],
    ],
  ])("%s", (_, snippet, errors) => {
    expect(errorsOf(snippet)).toEqual(errors);
  });
});

describe("every way of a token is followed", () => {
  test.each<[law: string, snippet: string, errors: readonly string[]]>([
    ["nothing comes after `end`", `${LOG}  then: end\n${TELL}Готово\n`, ["step-unreachable tell"]],
    ["nothing comes after `raise`", `- id: stop\n  raise: WRONG\n${TELL}Готово\n`, ["step-unreachable tell"]],
    [
      "nothing comes after a switch that exhausts the outcomes and leads away",
      `${ASK}- id: route\n  switch:\n    - { when: 'ask.outcome = "plan"', then: end }\n    - { when: 'ask.outcome = "drop"', then: ask }\n${TELL}Готово\n`,
      ["step-unreachable tell"],
    ],
    [
      "a case for an outcome already gone is never taken",
      `${ASK}- id: gone\n  if: ask.outcome = "drop"\n  set: { done: true }\n  then: end\n- id: route\n  switch:\n    - { when: 'ask.outcome = "plan"', then: continue }\n    - { when: 'ask.outcome = "drop"', do: [{ id: never, set: { done: false } }] }\n`,
      ["step-unreachable never"],
    ],
    [
      "a jump reaches what comes after an end",
      `- id: first\n  if: amount > 5\n  set: { big: true }\n  then: tell\n${LOG}  then: end\n${TELL}Готово\n`,
      [],
    ],
    [
      "`exit` leads out of the block",
      `- id: stage\n  do:\n    - id: leave\n      if: amount > 5\n      set: { big: true }\n      then: exit\n    - id: stay\n      set: { big: false }\n${TELL}Готово\n`,
      [],
    ],
    [
      "a timeout's steps are reached",
      `- id: moved\n  listen: { of: "\${ lead }", holds: 'record.stageKind = "won"' }\n  timeout: { after: P7D, do: [{ id: late, set: { late: true } }] }\n${TELL}"Итог \${ moved.by }"\n`,
      [],
    ],
    [
      "an until may end a block at once",
      `- id: stage\n  until: { of: "\${ lead }", holds: 'record.stageKind = "won"' }\n  do:\n    - id: pause\n      wait: P1D\n${TELL}"Итог \${ stage.by }"\n`,
      [],
    ],
  ])("%s", (_, snippet, errors) => {
    expect(errorsOf(snippet)).toEqual(errors);
  });
});

function indent(text: string, by = 4): string {
  return text.replace(/^(?=.)/gm, " ".repeat(by));
}
