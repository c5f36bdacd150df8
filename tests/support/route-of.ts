import { readDocument } from "../../engine/definition/document.ts";
import type { Problem } from "../../engine/definition/problem.ts";
import { readDirectory } from "../../engine/people/read-directory.ts";
import { routeProblems } from "../../engine/route/check-route.ts";
import { definitionOf } from "./definition-of.ts";

/** The people of a small company; `more` replaces whole sections' entries. */
export const STAFF = {
  users: {
    "manager-1": {
      name: "Мария Белова",
      position: "менеджер",
      department: "client",
      groups: ["sales"],
      manager: "head-1",
    },
    "head-1": {
      name: "Анна Северова",
      position: "руководитель",
      department: "client",
      groups: ["sales"],
      manager: "director-1",
    },
    "director-1": { name: "Пётр Южный", position: "директор", department: "company", groups: ["sales"] },
    "chief-1": { name: "Галина Сомова", position: "бухгалтер", department: "company", manager: "director-1" },
  },
  departments: {
    company: { title: "Компания", head: "director-1" },
    client: { title: "Клиентский отдел", head: "head-1", parent: "company" },
  },
  groups: {
    director: { title: "Директор", members: ["director-1"] },
    accountants: { title: "Бухгалтеры", members: ["chief-1"] },
  },
};

type Section = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** The company with other people, departments or groups (a key given anew replaces the old one). */
export function staffWith(more: {
  readonly users?: Section;
  readonly departments?: Section;
  readonly groups?: Section;
}): unknown {
  return {
    users: { ...STAFF.users, ...more.users },
    departments: { ...STAFF.departments, ...more.departments },
    groups: { ...STAFF.groups, ...more.groups },
  };
}

/** Problems of a process's route through a directory. */
export function routeOf(text: string, staff: unknown = STAFF): readonly Problem[] {
  const { document } = readDocument("processes/under-test/process.yaml", text, "process");
  if (document === null) throw new Error("The process cannot be read");
  return routeProblems({ definition: definitionOf(text), document, directory: readDirectory(staff) });
}

/** `code: message`, in Russian. */
export function told(problems: readonly Problem[]): readonly string[] {
  return problems.map(({ code, message }) => `${code}: ${message.ru}`);
}

/** A process that asks approvers for an amount of some kind; `parts` replace lines of it. */
export function requestProcess(
  parts: { readonly table?: string; readonly approval?: string; readonly start?: string; readonly steps?: string } = {},
): string {
  return `process: under-test
title: Заявка на закупку
input:
  amount: { type: money, currency: RUB, title: Сумма, required: true }
  kind: { type: choice, values: [товар, услуги], title: Тип, required: true }
start:
  - form: ${parts.start ?? "{ candidateGroups: [sales] }"}
decisions:
  route:
    inputs:
      position: { title: Должность, expression: requester.position, type: choice, values: [менеджер, руководитель, директор] }
      amount: { title: "Сумма, ₽", type: money, currency: RUB, domain: ">= 0" }
      kind: { title: Тип, type: choice, values: [товар, услуги] }
    outputs: { approvers: { type: principals } }
    table: |
${(parts.table ?? TABLE).replace(/^/gm, "      ")}
do:
  - id: rule
    decision: route
${parts.steps ?? ""}  - id: approval
    approval: Согласуйте закупку
    approvers: \${ rule.approvers }
${(parts.approval ?? APPROVAL).replace(/^(?=.)/gm, "    ")}`;
}

export const TABLE = `| Должность    | Сумма, ₽     | Тип    | approvers                           |
| менеджер     | <= 1 000 000 | -      | manager of requester                |
| менеджер     | > 1 000 000  | услуги | head of client                      |
| менеджер     | > 1 000 000  | товар  | manager of requester, group director |
| руководитель | -            | -      | manager of requester                |
| директор     | -            | -      | group accountants                   |`;

export const APPROVAL = `notBy: [requester]
ifExcluded: manager
escalation:
  - { after: { businessDays: 1 }, action: reassign, to: { managerOf: assignee }, repeat: until-top }
`;
