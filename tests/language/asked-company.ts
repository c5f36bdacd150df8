import { join } from "node:path";
import { test as runTest } from "../../adapters/command-line/test.ts";
import { recordedTerminal } from "../adapters/command-line/recorded-terminal.ts";
import { folderWith } from "../support/command-line.ts";

/** Asks the crew once for each line, then whether it shall be; writes it into the CRM and the registry, tells who decided. */
export const ASK = `process: ask
title: Вопрос
calendar: ru-office
subject: Вопрос \${ what }
input:
  what: { type: text, title: Что, required: true }
  lines: { type: list, title: Строки }
start:
  - form: { candidateGroups: [crew] }
    key: \${ what }
  - message: ask-please
  - event: crm.deal.deleted
    with: { what: удалена }
do:
  - id: each-line
    for: { each: line, in: lines, parallel: 5 }
    do:
      - id: check-line
        userTask: Строка \${ line }
        candidateGroups: [crew]
        form: { ok: { type: boolean, title: Годится } }
        timeout: { after: P30D, then: continue }
    collect: \${ checkLine }
  - id: decide
    userTask: Решите \${ what }
    candidateGroups: [crew]
    form: { n: { type: number, title: Число } }
    outcomes: { yes: Да, again: Ещё раз }
    timeout: { after: P30D, then: end }
    escalation: [ { after: { businessDays: 1 }, action: remind, repeat: { businessDays: 1 } } ]
  - id: again
    switch:
      - { when: 'decide.outcome = "again"', then: decide }
      - { else: true, then: continue }
  - id: write
    call: crm.update
    with: { record: deal/1, set: { title: "\${ what }" } }
    retry: { attempts: 3, backoff: { minutes: 1 } }
  - id: book
    record: decisions
    entry: { what: "\${ what }", n: "\${ decide.n }", by: "\${ decide.by }" }
  - id: tell
    notify: \${ decide.by }
    text: Готово \${ what }
output: { result: "\${ what }" }
`;

/** A day after a deal's title changed it notes that on the deal. */
export const NOTE = `process: note
title: Заметка
calendar: ru-office
input:
  deal: { type: record, of: deal, title: Сделка, required: true }
start:
  - event: crm.deal.updated
    where: list contains(event.changed, "title")
    key: \${ event.record.ref }
do:
  - id: wait-a-day
    wait: { days: 1 }
  - id: note-it
    call: crm.note
    with: { record: "\${ deal }", text: "Было \${ deal.title }" }
`;

export const DIRECTORY = `users:
  boss-1: { name: Анна, department: sales }
  worker-1: { name: Игорь, phone: "+71", department: sales, groups: [crew] }
  worker-2: { name: Мария, department: sales, groups: [crew] }
  admin-1: { name: Тимур }
departments: { sales: { title: Продажи, head: boss-1 } }
groups: { crew: { title: Бригада, members: [] } }
administrators: [admin-1]
`;
export const RECORDS = `records:
  deal/1: { title: Кофе, amount: { amount: "100.00", currency: RUB } }
`;

/** What most scenarios begin with. */
export const GIVEN = `given: { now: "2026-11-20T10:00:00+03:00", directory: ../../../data/directory.yaml, records: ../../../data/records.yaml }
`;
export const START = "start: { input: { what: чай }, by: worker-1 }\n";
export const DECIDE = "  - { complete: decide, by: worker-1, outcome: yes, with: { n: 1 } }\n";

export const COMPANY: Readonly<Record<string, string>> = {
  "processes/ask/process.yaml": ASK,
  "processes/note/process.yaml": NOTE,
  "data/directory.yaml": DIRECTORY,
  "data/records.yaml": RECORDS,
};

/** What `ordo test` made of one scenario. */
export interface Tried {
  readonly exit: number;
  /** `4 status: completed` — line, what it is about, what happened. */
  readonly failures: readonly string[];
  /** `4:9 unknown-key: There is no key "statuss" here`. */
  readonly problems: readonly string[];
}

interface Told {
  readonly scenarios: readonly {
    readonly failures: readonly {
      readonly line: number;
      readonly about: string;
      readonly actual: unknown;
      readonly message: string;
    }[];
  }[];
  readonly problems?: readonly {
    readonly line: number;
    readonly column: number;
    readonly code: string;
    readonly message: string;
  }[];
}

/** Plays a scenario of `ask`, written without its first line, in a company of its own. Lines count from that first line. */
export async function tried(scenario: string, more: Readonly<Record<string, string>> = {}): Promise<Tried> {
  const file = "processes/ask/scenarios/s.yaml";
  const folder = folderWith({ ...COMPANY, ...more, [file]: `scenario: s\n${scenario}` });
  const terminal = recordedTerminal([], "en");
  const exit = await runTest([join(folder, file)], { json: true }, terminal);
  const { scenarios, problems = [] }: Told = JSON.parse(terminal.printed.join(""));
  return {
    exit,
    failures: scenarios.flatMap(({ failures }) =>
      failures.map(
        ({ line, about, actual, message }) => `${line} ${about}: ${actual === null ? message : JSON.stringify(actual)}`,
      ),
    ),
    problems: problems.map(({ line, column, code, message }) => `${line}:${column} ${code}: ${message}`),
  };
}
