import { describe, expect, test } from "vitest";
import { DECIDE, GIVEN, START, type Tried, tried } from "./asked-company.ts";

const FINE: Tried = { exit: 0, failures: [], problems: [] };
const AGAIN = "  - { complete: decide, by: worker-1, outcome: again, with: { n: 1 } }\n";
const ALL = GIVEN.replace("given: {", "given: { processes: all,");
const inline = (given: string) => `given: { now: "2026-11-20T10:00:00+03:00", ${given} }\n`;

describe("given: where it begins", () => {
  const HOLDS: readonly (readonly [string, string])[] = [
    [
      "records and people may be inline",
      `${inline("directory: { users: { w: { name: W, groups: [crew] } }, groups: { crew: { title: C, members: [] } } }, records: { deal/1: { title: inline } }")}start: { input: { what: x }, by: w }\nwhen:\n  - { complete: decide, by: w, outcome: yes }\nthen: { status: completed, records: { deal/1: { title: x } } }\n`,
    ],
    [
      "inline wins over the file, field by field",
      `${inline("directory: [ ../../../data/directory.yaml, { users: { worker-2: { absent: [ { from: 2026-11-20, to: 2026-11-20, substitute: boss-1 } ] } } } ], records: [ ../../../data/records.yaml, { deal/1: { extra: 7 } } ]")}${START}when:\n  - expect: { records: { deal/1: { title: Кофе, extra: 7 } } }\n  - { complete: decide, by: boss-1, outcome: yes }\nthen: { tasks: [ { step: decide, by: boss-1, onBehalfOf: worker-2 } ] }\n`,
    ],
    [
      "users' own groups count as well",
      `${GIVEN}${START}when:\n  - expect: { task: decide, for: { group: crew }, candidates: [worker-1, worker-2] }\n`,
    ],
    [
      "by default only the one under test runs",
      `${GIVEN}${START}when:\n${DECIDE}then: { instances: { note: 0, ask: 1 } }\n`,
    ],
    [
      "`processes: all` lets all run together",
      `${ALL}${START}when:\n${DECIDE}  - expect: { instances: { note: 1 } }\n  - wait: { days: 1 }\nthen: { records: { deal/1: { title: чай, notes: [ { text: Было чай } ] } } }\n`,
    ],
    [
      "others are looked for by id among the folders beside",
      `${GIVEN.replace("given: {", "given: { processes: [ask, note],")}${START}when:\n${DECIDE}then: { instances: { note: 1 } }\n`,
    ],
    [
      "registries may hold rows before the start",
      `${GIVEN.replace("given: {", "given: { registry: { decisions: [ { what: старое } ] },")}${START}then: { registry: { decisions: [ { what: старое } ] } }\n`,
    ],
  ];
  test.each(HOLDS)("%s", async (_, scenario) => expect(await tried(scenario)).toEqual(FINE));
});

describe("start: what sets it off", () => {
  const HOLDS: readonly (readonly [string, string])[] = [
    ["a form, filled in by somebody", `${GIVEN}${START}then: { status: waiting, variables: { what: чай } }\n`],
    [
      "a message",
      `${GIVEN}start: { message: { name: ask-please, with: { what: кофе } } }\nwhen:\n  - expect: { task: decide, title: Решите кофе }\n`,
    ],
    [
      "a change in the CRM",
      `process: note\n${GIVEN}start: { update: deal/1, by: boss-1, set: { title: Чай } }\nthen: { path: [wait-a-day], status: waiting }\n`,
    ],
    [
      "a new record",
      `${GIVEN}start: { create: deal/5, by: boss-1, set: { title: Чай } }\nthen: { records: { deal/5: { title: Чай } }, instances: { ask: 0 } }\n`,
    ],
    [
      "a deletion",
      `${GIVEN}start: { delete: deal/1, by: boss-1 }\nthen: { status: waiting, records: { deal/1: null }, variables: { what: удалена } }\n`,
    ],
    [
      "an event of a record",
      `process: note\n${GIVEN}start: { event: { type: crm.deal.updated, record: deal/1, previous: { title: Было } } }\nthen: { instances: { note: 1 } }\n`,
    ],
    [
      "nothing at all: then only the lines of `when` do",
      `${GIVEN}when:\n  - message: { name: ask-please, with: { what: кофе } }\n  - expect: { task: decide }\nthen: { instances: { ask: 1 } }\n`,
    ],
    ["a start that must be refused", `${GIVEN}start: { by: worker-1, rejected: FORM_INVALID }\n`],
    [
      "a start without `input`, as the process takes it",
      `${GIVEN}start: {}\n`.replace("start: {}", "start: { by: boss-1, rejected: NOT_ALLOWED }"),
    ],
  ];
  test.each(HOLDS)("%s", async (_, scenario) => expect(await tried(scenario)).toEqual(FINE));
});

describe("when: lines in order, on the virtual clock", () => {
  const HOLDS: readonly (readonly [string, string])[] = [
    [
      "`wait` fires all that is due up to and including the instant",
      `${GIVEN}${START}when:\n  - wait: { businessDays: 1 }\n  - expect: { message: { to: worker-1, kind: notice, text: /Решите чай/ } }\n`,
    ],
    [
      "`until` names the instant",
      `${GIVEN}${START}when:\n  - until: 2026-12-20T10:00:00+03:00\nthen: { status: completed, path: [each-line, decide] }\n`,
    ],
    [
      "a second before, nothing is due",
      `${GIVEN}${START}when:\n  - until: 2026-12-20T09:59:59+03:00\nthen: { status: waiting }\n`,
    ],
    [
      "the clock stands still after the last line",
      `${GIVEN}${START}then: { messages: [ { kind: task } ], status: waiting, never: [ { message: { kind: notice } } ] }\n`,
    ],
    [
      "`step#2` is the second visit of a step",
      `${GIVEN}${START}when:\n${AGAIN}  - expect: { task: decide#2 }\n  - expect: { never: [ { task: decide#3 } ] }\n  - { complete: decide#2, by: worker-2, outcome: yes, with: { n: 2 } }\nthen: { variables: { decide: { n: 2, by: worker-2 } }, tasks: [ { step: decide#1, by: worker-1, outcome: again }, { step: decide#2, by: worker-2 } ] }\n`,
    ],
    [
      "`step#2` is the second element of a `for`",
      `${GIVEN}start: { input: { what: чай, lines: [a, b] }, by: worker-1 }\nwhen:\n  - expect: { task: check-line#1, title: Строка a }\n  - expect: { task: check-line#2, title: /b$/ }\n  - { complete: check-line#1, by: worker-1, with: { ok: true } }\n  - { complete: check-line#2, by: worker-2, with: { ok: false } }\nthen: { variables: { eachLine: [ { ok: true }, { ok: false } ] } }\n`,
    ],
    [
      "the latest open one is meant where no number is given",
      `${GIVEN}start: { input: { what: чай, lines: [a, b] }, by: worker-1 }\nwhen:\n  - { complete: check-line, by: worker-1, with: { ok: true } }\n  - expect: { task: check-line#1 }\n  - expect: { never: [ { task: check-line#2, assignee: worker-2 } ] }\n`,
    ],
    [
      "the outcome may be left out where there is one",
      `${GIVEN}start: { input: { what: чай, lines: [a] }, by: worker-1 }\nwhen:\n  - { complete: check-line, by: worker-1 }\nthen: { tasks: [ { step: check-line, outcome: done } ] }\n`,
    ],
    [
      "claim, unclaim, reassign, and the codes of what is refused",
      `${GIVEN}${START}when:\n  - { claim: decide, by: worker-1 }\n  - { claim: decide, by: worker-2, rejected: ALREADY_CLAIMED }\n  - { unclaim: decide, by: worker-1 }\n  - { claim: decide, by: worker-2 }\n  - expect: { task: decide, assignee: worker-2 }\n  - { reassign: decide, by: admin-1, to: boss-1 }\n  - { delegate: decide, by: boss-1, to: worker-1, rejected: NOT_PERMITTED_HERE }\n  - expect: { task: decide, for: boss-1 }\n  - { complete: decide, by: boss-1, outcome: maybe, rejected: UNKNOWN_OUTCOME }\n  - { complete: decide, by: boss-1, outcome: yes, with: { zz: 1 }, rejected: FORM_INVALID }\n  - { complete: decide, by: nobody-here, rejected: NOT_ALLOWED }\n`,
    ],
    [
      "`cancel` ends it; its tasks are closed",
      `${GIVEN}${START}when:\n  - { cancel: true, by: admin-1, comment: Передумали }\n  - { complete: decide, by: worker-1, outcome: yes, rejected: TASK_NOT_OPEN }\n  - { cancel: true, by: admin-1, rejected: INSTANCE_ENDED }\nthen: { status: canceled }\n`,
    ],
    [
      "`fail` lets an operation fail so many times, and nobody knows whether it happened",
      `${GIVEN}${START}when:\n  - { fail: crm.update, times: 2 }\n${DECIDE}  - expect: { status: waiting, records: { deal/1: { title: Кофе } } }\n  - wait: { minutes: 3 }\nthen: { status: completed, records: { deal/1: { title: чай } }, incidents: [] }\n`,
    ],
    [
      "`fail` with a code is a refusal",
      `${GIVEN}${START}when:\n  - { fail: crm.update, error: ACCESS_DENIED, outcome: refused }\n${DECIDE}  - expect: { incident: { step: write, code: ACCESS_DENIED }, incidents: [ { step: write } ] }\n  - retry\n  - expect: { incidents: [] }\nthen: { status: completed, incidents: [ { code: ACCESS_DENIED } ] }\n`,
    ],
    [
      "`fail` may name a step's word: notify",
      `${GIVEN}${START}when:\n  - { fail: notify, error: SMTP_DOWN, times: 1 }\n  - { complete: decide, by: worker-1, outcome: again }\nthen: { status: waiting }\n`,
    ],
    [
      "`absent` sends the task to the substitute",
      `${GIVEN}${START}when:\n  - { absent: worker-1, from: 2026-11-20, to: 2026-11-27, substitute: boss-1 }\n  - { complete: decide, by: boss-1, outcome: yes }\nthen: { tasks: [ { step: decide, by: boss-1, onBehalfOf: worker-1 } ] }\n`,
    ],
    [
      "`fail` and `absent` at the head hold from before the start",
      `${GIVEN}start: { input: { what: чай }, by: worker-2 }\nwhen:\n  - absent: worker-1\n  - { fail: crm.update, error: NOPE }\n  - expect: { task: decide, candidates: [worker-2] }\n  - { complete: decide, by: worker-2, outcome: yes }\nthen: { incidents: [ { code: NOPE } ] }\n`,
    ],
    [
      "update, create and delete are what people do in the CRM",
      `${GIVEN}${START}when:\n  - { update: deal/1, by: boss-1, set: { title: X } }\n  - { create: deal/5, by: boss-1, set: { title: Y } }\n  - { delete: deal/5 }\nthen: { records: { deal/1: { title: X }, deal/5: null } }\n`,
    ],
    [
      "a key answers with the live one",
      `${GIVEN}${START}when:\n  - message: { name: ask-please, with: { what: кофе } }\n  - expect: { instances: { ask: 2 } }\n`,
    ],
    [
      "a person suspends and resumes it",
      `${GIVEN}${START}when:\n  - { suspend: true, by: admin-1 }\n  - expect: { status: suspended }\n  - { complete: decide, by: worker-1, outcome: yes, rejected: INSTANCE_SUSPENDED }\n  - { resume: true, by: admin-1 }\n${DECIDE}then: { status: completed }\n`,
    ],
  ];
  test.each(HOLDS)("%s", async (_, scenario) => expect(await tried(scenario)).toEqual(FINE));

  test("a command that the engine rejects fails the scenario, with the code and the reason", async () => {
    expect(await tried(`${GIVEN}${START}when:\n  - { complete: decide, by: boss-1, outcome: yes }\n`)).toMatchObject({
      exit: 1,
      failures: ['5 rejected: "NOT_ALLOWED"'],
    });
  });

  test("a rejection that was expected and did not come fails it, too", async () => {
    const { failures } = await tried(
      `${GIVEN}${START}when:\n  - { complete: decide, by: worker-1, outcome: yes, rejected: NOT_ALLOWED }\n`,
    );
    expect(failures).toEqual(["5 rejected: The rejection NOT_ALLOWED was expected"]);
  });
});

describe("expect and then: what is claimed", () => {
  const HOLDS: readonly (readonly [string, string])[] = [
    [
      "`path` holds plain ids, in order",
      `${GIVEN}${START}when:\n${AGAIN}${DECIDE}then: { path: [each-line, decide, again, decide, again, write, book, tell] }\n`,
    ],
    [
      "`…` skips any number, none included",
      `${GIVEN}${START}when:\n${DECIDE}then: { path: […, each-line, …, write, …, tell, …] }\n`,
    ],
    [
      "each message must be found; /…/ is a regular expression, with flags",
      `${GIVEN}${START}when:\n  - expect: { message: { text: /решите/i } }\n  - expect: { message: { text: '/^Новое\\s+задание\\:/' } }\n${DECIDE}then: { messages: [ { to: worker-1, kind: task }, { to: /^worker-\\d$/, kind: notice, text: /Готово/ } ] }\n`,
    ],
    ["`[]` means none", `${GIVEN}${START}then: { registry: [], incidents: [] }\n`],
    [
      "maps and lists need only contain what is named",
      `${GIVEN}start: { input: { what: чай, lines: [a, b] }, by: worker-1 }\nthen: { variables: { lines: [b] }, records: { deal/1: { title: Кофе } } }\n`,
    ],
    [
      "amounts are equal however they are written",
      `${GIVEN}${START}then: { records: { deal/1: { amount: { amount: 100, currency: RUB } } } }\n`,
    ],
    [
      "rows of a registry, by its name or of any",
      `${GIVEN}${START}when:\n${DECIDE}  - expect: { registry: { decisions: [ { n: 1, by: worker-1 } ] } }\nthen: { registry: [ { what: чай } ] }\n`,
    ],
    ["`output` is what the process gave", `${GIVEN}${START}when:\n${DECIDE}then: { output: { result: чай } }\n`],
    ["`instances` counts starts by process", `${GIVEN}${START}then: { instances: { ask: 1, note: 0 } }\n`],
    [
      "`expect: { message }` means sent since the line before",
      `${GIVEN}${START}when:\n${DECIDE}  - expect: { message: { to: worker-1, kind: notice } }\n  - absent: worker-2\n  - expect: { message: { to: worker-1, kind: notice } }\n  - wait: PT1S\n  - expect: { messages: [] }\n`,
    ],
    [
      "`never` holds where it was not so at any time",
      `${GIVEN}${START}when:\n${DECIDE}then: { never: [ { task: decide, for: boss-1 }, { message: { to: boss-1 } }, { status: failed }, { incident: {} }, { records: { deal/1: { title: другое } } } ] }\n`,
    ],
  ];
  test.each(HOLDS)("%s", async (_, scenario) => expect(await tried(scenario)).toEqual(FINE));

  const FAILS: readonly (readonly [string, string, readonly string[]])[] = [
    [
      "a task that is not open",
      `${GIVEN}${START}when:\n  - expect: { task: write }\n`,
      ['5 task: [{"task":"decide","for":["worker-1","worker-2"]}]'],
    ],
    [
      "a task of somebody else",
      `${GIVEN}${START}when:\n  - expect: { task: decide, for: boss-1 }\n`,
      ['5 task: [{"task":"decide","for":["worker-1","worker-2"]}]'],
    ],
    ["another status", `${GIVEN}${START}then: { status: completed }\n`, ['4 status: "waiting"']],
    ["another path", `${GIVEN}${START}then: { path: [decide, …] }\n`, ['4 path: ["each-line","decide"]']],
    [
      "a variable that is not there",
      `${GIVEN}${START}then: { variables: { decide: { n: 1 } } }\n`,
      ['4 variables: {"decide":null}'],
    ],
    [
      "the wrong visit of a task",
      `${GIVEN}${START}when:\n${AGAIN}${DECIDE}then: { tasks: [ { step: decide#2, outcome: again } ] }\n`,
      [],
    ],
    [
      "a message that was sent before the last act",
      `${GIVEN}${START}when:\n${DECIDE}  - wait: PT1S\n  - expect: { message: { to: worker-1 } }\n`,
      ["7 message: []"],
    ],
    [
      "a record that was so for a moment only",
      `${GIVEN}${START}when:\n  - { update: deal/1, by: boss-1, set: { title: X } }\n${DECIDE}then: { never: [ { records: { deal/1: { title: X } } } ] }\n`,
      ['7 never: [{"records":{"deal/1":{"title":"X"}}}]'],
    ],
    [
      "an incident that was mended",
      `${GIVEN}${START}when:\n  - { fail: crm.update, error: X }\n${DECIDE}  - retry\nthen: { status: completed, never: [ { incident: { code: X } } ] }\n`,
      ['8 never: [{"incident":{"code":"X"}}]'],
    ],
    [
      "the clock going back",
      `${GIVEN}${START}when:\n  - until: 2026-11-19T10:00:00+03:00\n`,
      ["5 until: The clock does not go back, or this is no instant"],
    ],
    [
      "a record that is not there",
      `${GIVEN}${START}when:\n  - { update: deal/9, by: boss-1, set: { title: X } }\n`,
      ["5 update: The CRM refused: There is no record deal/9 (RECORD_NOT_FOUND)"],
    ],
    [
      "a command of nobody",
      `${GIVEN}${START}when:\n  - complete: decide\n`,
      ["5 by: It is not said who does this: add by"],
    ],
  ];
  test.each(FAILS)("%s fails it, with the line and what happened", async (_, scenario, failures) => {
    const found = await tried(scenario);
    expect(found.exit).toBe(1);
    expect(found.problems).toEqual([]);
    if (failures.length > 0) expect(found.failures).toEqual(failures);
  });
});

describe("what an analyst gets wrong is told before it is played, with its place", () => {
  const WRONG: readonly (readonly [string, string, string])[] = [
    ["an unknown word", `${GIVEN}${START}when:\n  - wayt: P1D\n`, '5:5 unknown-key: There is no key "wayt" here'],
    [
      "an unknown claim",
      `${GIVEN}${START}then: { statuss: completed }\n`,
      '4:9 unknown-key: There is no key "statuss" here',
    ],
    [
      "an unknown claim in expect",
      `${GIVEN}${START}when:\n  - expect: { tsk: decide }\n`,
      '5:15 unknown-key: There is no key "tsk" here',
    ],
    [
      "an unknown status",
      `${GIVEN}${START}then: { status: done }\n`,
      '4:17 unknown-word: "done" is not one of the words for "status"',
    ],
    [
      "a step that is not there",
      `${GIVEN}${START}when:\n  - { complete: decid, by: worker-1 }\n`,
      '5:17 scenario-step: There is no step "decid"',
    ],
    [
      "a step that is not there, in path",
      `${GIVEN}${START}then: { path: [decid, …] }\n`,
      '4:16 scenario-step: There is no step "decid"',
    ],
    [
      "an outcome that is not there",
      `${GIVEN}${START}when:\n  - { complete: decide, by: worker-1, outcome: maybe }\n`,
      '5:48 scenario-outcome: Step "decide" has no outcome "maybe"',
    ],
    [
      "a field that is not there",
      `${GIVEN}${START}when:\n  - { complete: decide, by: worker-1, outcome: yes, with: { m: 1 } }\n`,
      '5:61 scenario-field: The form of step "decide" has no field "m"',
    ],
    [
      "an input that is not there",
      `${GIVEN}start: { input: { wat: чай }, by: worker-1 }\n`,
      '3:19 scenario-field: Process "ask" has no input "wat"',
    ],
    [
      "a person who is not there",
      `${GIVEN}${START}when:\n  - { complete: decide, by: worker-9, outcome: yes }\n`,
      '5:29 scenario-user: There is no user "worker-9"',
    ],
    [
      "a group that is not there, even in `never`",
      `${GIVEN}${START}then: { never: [ { task: decide, for: { group: crow } } ] }\n`,
      '4:48 scenario-user: There is no group "crow"',
    ],
    [
      "an operation that is not there",
      `${GIVEN}${START}when:\n  - fail: crm.updat\n`,
      '5:11 scenario-operation: There is no operation "crm.updat"',
    ],
    [
      "a regular expression that is none",
      `${GIVEN}${START}then: { messages: [ { text: "/(/" } ] }\n`,
      "4:29 scenario-pattern: This is no regular expression: /(/",
    ],
    [
      "a file that is not there",
      `given: { directory: nosuch.yaml }\n${START}`,
      "2:21 scenario-file: There is no such file: nosuch.yaml",
    ],
    [
      "a process that is not beside",
      `given: { processes: [nosuch] }\n${START}`,
      '2:22 scenario-process: There is no process "nosuch" beside it',
    ],
    [
      "another process that is not there",
      `process: nosuch\n${GIVEN}${START}`,
      '2:10 scenario-process: There is no process "nosuch" beside it',
    ],
    [
      "a duration in words",
      `${GIVEN}${START}when:\n  - wait: 3 days\n`,
      '5:11 wrong-duration: "3 days" for "wait" is not written the right way',
    ],
    [
      "an instant without offset",
      `given: { now: "2026-11-20 10:00" }\n${START}`,
      '2:15 wrong-format: "2026-11-20 10:00" for "now" is not written the right way',
    ],
    [
      "an unknown rejection",
      `${GIVEN}${START}when:\n  - { complete: decide, by: worker-1, rejected: NOPE }\n`,
      '5:49 unknown-word: "NOPE" is not one of the words for "rejected"',
    ],
    [
      "two starts",
      `${GIVEN}start: { input: { what: a }, event: { type: crm.deal.updated, record: deal/1 } }\n`,
      '3:30 scenario-line: There is one start, and here is "event" as well',
    ],
    [
      "two acts in a line",
      `${GIVEN}${START}when:\n  - { wait: P1D, complete: decide }\n`,
      '5:18 unknown-key: There is no key "complete" here',
    ],
    [
      "a record without fields",
      `given: { records: { deal/1: 5 } }\n${START}`,
      '2:29 wrong-type: "deal/1" holds the number 5, but something else is needed',
    ],
    [
      "a record without its number",
      `given: { records: { deal: { title: x } } }\n${START}`,
      '2:21 wrong-name: "deal" does not do as a name',
    ],
    ["a key twice", `${GIVEN}${START}${GIVEN}`, '4:1 duplicate-key: The key "given" is here already'],
    [
      "a map instead of lines",
      `${GIVEN}${START}when: { wait: P1D }\n`,
      '4:9 wrong-type: "when" holds a map, but something else is needed',
    ],
  ];
  test.each(WRONG)("%s", async (_, scenario, problem) => {
    const found = await tried(scenario);
    expect(found.exit).toBe(1);
    expect(found.problems).toContain(problem);
    expect(found.failures.length).toBeGreaterThan(0);
  });
});
