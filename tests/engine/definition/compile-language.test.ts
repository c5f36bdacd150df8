import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { compileProcess } from "../../../engine/definition/compile.ts";
import { readDocument } from "../../../engine/definition/document.ts";
import { ruOffice } from "../../support/definition-of.ts";
import { compileExample, exampleText } from "../../support/example-company.ts";
import { ROOT } from "../../support/source-files.ts";

const T = "  timeout: { after: P1D, then: end }\n";
const PAY =
  '- id: pay\n  if: ask.outcome = "approve"\n  notify: ${ requester }\n  text: Да\n- id: log\n  set: { done: true }\n';

/** Section of the language → what it says, as a snippet that has no errors. */
const SAYS: readonly (readonly [law: string, snippet: string])[] = [
  [
    "`${ }` alone keeps its type, inside text is rendered",
    '- id: put\n  call: crm.update\n  with: { record: "${ lead }", set: { company: "${ company }", title: "Номер ${ lead.id }" } }\n',
  ],
  ["`$${` is a literal `${`", "- id: tell\n  notify: ${ requester }\n  text: Напишите $${ имя }\n"],
  [
    "absence is tested in words",
    "- id: tell\n  if: is defined(lead.phone) and lead.company != null\n  notify: ${ requester }\n  text: Телефон ${ lead.phone }\n",
  ],
  [
    "a variable may be called like a FEEL function",
    "- id: begin\n  set: { count: 5 }\n- id: tell\n  if: count(company.linked) > count\n  notify: ${ requester }\n  text: Связей много\n",
  ],
  [
    "starts: form, event, message, schedule",
    `input:
  lead: { type: record, of: lead, title: Заявка, required: true }
start:
  - form: { candidateGroups: [sales], candidateUsers: [manager-1] }
    key: \${ lead.ref }
  - event: [crm.lead.created, crm.lead.updated]
    where: event.record.stageKind = "first" and event.previous.stageKind != "first"
    once: \${ lead.ref }
    self: true
  - message: lead-ready
    with: { lead: "\${ event.lead }" }
    whenLive: answer
  - schedule: { cron: "0 5 * * *" }
    each: { find: lead, filter: { stageKind: { in: [first, open] }, score: { above: 5 } } }
    with: { lead: "\${ each }" }
  - schedule: { every: { hours: 4 } }
    each: { find: lead }
    with: { lead: "\${ each }" }
`,
  ],
  [
    "a letter gets into its input by itself",
    "input:\n  letter: { type: letter, title: Письмо, required: true }\nstart:\n  - event: mail.received\n    where: not(event.letter.automatic)\n    once: ${ letter.messageId }\n",
  ],
  [
    "`each` takes a list, nulls are skipped",
    'input:\n  company: { type: record, of: company, title: Компания, required: true }\nstart:\n  - event: crm.deal.updated\n    each: ${ [event.record.company, event.previous.company] }\n    with: { company: "${ each }" }\n',
  ],
  [
    "an input's related records are loaded with it",
    'input:\n  lead: { type: record, of: lead, title: Заявка, required: true, include: [company] }\nsubject: Заявка «${ lead.title }» от «${ if lead.company = null then "—" else lead.company.title }»\n',
  ],
  [
    "people: every form",
    `- id: ask
  approval: Согласуйте
  approvers:
    - manager-1
    - { user: manager-2 }
    - { group: director }
    - { headOf: client }
    - { managerOf: requester }
    - { nextOf: sales }
    - { each: sales }
    - requester
    - \${ user("head-1") }
    - \${ [group("director"), head of("client"), manager of(requester)] }
    - [manager-1, head-1]
  notBy: [requester]
  ifExcluded: skip
  veto: [{ group: director }]
  complete: { percent: 60 }
  order: parallel
  allow: [delegate, reassign, add-approver, ask-for-info, recall, withdraw]
  pauseClock: true
  commentRequired: [reject]
${T}${PAY}`,
  ],
  [
    "rework",
    `- id: ask\n  approval: Согласуйте\n  approvers: [manager-1]\n  rework: { edit: [amount], from: ask, max: 3, escalation: [{ after: { businessDays: 1 }, action: remind, repeat: P1D }] }\n  commentRequired: [reject, rework]\n${T}${PAY}`,
  ],
  [
    "outcomes with buttons, words, needs and conditions",
    `- id: ask\n  userTask: Что делать?\n  assignee: { headOf: client }\n  form: { manager: { type: user, of: { department: client }, title: Менеджер } }\n  outcomes: { remind: Напомнить, reassign: { title: Назначить другого, done: Назначен другой, needs: [manager], if: amount > 5 } }\n${T}- id: put\n  if: ask.outcome = "reassign"\n  call: crm.update\n  with: { record: "\${ lead }", set: { responsible: "\${ ask.manager }" } }\n- id: log\n  set: { done: true }\n`,
  ],
  [
    "a ladder of every action",
    `- id: look\n  userTask: Посмотрите\n  assignee: manager-1\n  outcomes: { accept: Да, refuse: Нет }\n  escalation:\n    - { after: { businessHours: 4 }, action: remind, message: "Ждёт заявка \${ lead.title }" }\n    - { after: { businessDays: 1 }, action: notify, to: { managerOf: assignee } }\n    - { after: { businessDays: 2 }, action: offer, to: { group: director } }\n    - { after: { businessDays: 3 }, action: reassign, to: { managerOf: assignee }, repeat: until-top }\n    - { after: { businessDays: 9 }, action: outcome, outcome: refuse }\n- id: tell\n  if: look.outcome = "accept"\n  notify: \${ requester }\n  text: Да\n- id: log\n  set: { done: true }\n`,
  ],
  [
    "a block's ladder is a deadline of the tasks in it",
    "- id: stage\n  escalation: [{ after: P3D, action: notify, to: head-1, repeat: P1D }]\n  do:\n    - { id: look, userTask: Посмотрите, assignee: manager-1 }\n",
  ],
  [
    "durations",
    '- id: one\n  wait: P1D\n- id: two\n  wait: PT4H\n- id: three\n  wait: { days: 1, hours: 4 }\n- id: four\n  wait: { businessHours: 4 }\n- id: five\n  wait: { days: "${ amount }" }\n- id: six\n  wait: { until: "${ now() + duration(\\"P1D\\") }" }\n',
  ],
  [
    "calls with retry and doubt",
    '- id: put\n  call: crm.update\n  with: { record: "${ lead }", set: { title: Новая } }\n  retry: { attempts: 3, backoff: { seconds: 10 }, factor: 2, max: { minutes: 10 }, attemptTimeout: PT30S }\n  onUncertain: ask\n  timeout: { after: PT1H, then: end }\n',
  ],
  [
    "every operation",
    `- id: one
  call: crm.get
  with: { record: "\${ lead }" }
- id: two
  call: crm.find
  with: { of: deal, filter: { company: "\${ company }", title: { contains: кофе }, amount: { atLeast: 5 }, stage: { not: WON }, stageKind: { in: [won] } }, select: [title, amount], order: [{ amount: descending }], limit: 5 }
- id: three
  call: crm.sum
  with: { of: deal, filter: { company: { empty: true } }, field: amount }
- id: four
  call: crm.create
  with: { of: deal, set: { title: Новая, company: "\${ company }", amount: 5, stage: NEW } }
- id: five
  call: crm.note
  with: { record: "\${ four }", text: "Сумма \${ amount }" }
- id: six
  call: crm.reach
  with: { from: "\${ [company.ref] }", by: linked, without: "\${ company.linked }" }
- id: seven
  call: registry.find
  with: { registry: discount-changes, filter: { company: "\${ company }", at: { above: "2026-01-01" } }, order: [{ at: descending }], limit: 1 }
- id: eight
  call: http.request
  with: { method: GET, url: "https://rates.example/\${ amount }" }
- id: tell
  if: eight.status = 200 and count(seven.items) > 0
  notify: \${ requester }
  text: "Найдено \${ two.count }, сумма \${ three.totals }, связано \${ count(six.refs) }"
`,
  ],
  [
    "messages: channels, sender, template, who cannot be reached",
    "- id: tell\n  notify: ${ lead }\n  channels: [sms, email]\n  from: info\n  replyTo: sales@company.example\n  subject: Заявка\n  text: Номер ${ lead.id }\n  unreachable: task\n- id: tell-all\n  notify: [{ group: director }, requester]\n  channels: all\n  template: discount-result\n  with: { word: да }\n",
  ],
  [
    "a switch, a loop, branches, a block, a wait, a listen, an event, a registry, a document, a process, a handler, an error",
    `- id: route
  switch:
    - when: amount > 5
      do: [{ id: big, set: { size: большая } }]
    - { else: true, do: [{ id: small, set: { size: малая } }] }
- id: each-one
  for: { each: one, in: "[1, 2, 3]", at: number, while: one < 3 }
  collect: double
  do: [{ id: twice, set: { double: "\${ one * number }" } }]
- id: split
  complete: any
  fork:
    left: [{ id: paid, listen: order-paid, key: "\${ lead.ref }", where: event.total > 5, timeout: { after: P7D, then: exit } }]
    right: [{ id: pause, wait: { businessDays: 1 } }]
- id: raised
  emit: lead.checked
  with: { lead: "\${ lead }" }
- id: heard
  listen: lead.checked
  where: event.lead = lead.ref
  timeout: { after: P1D, do: [{ id: late, set: { late: true } }] }
- id: row
  record: discount-changes
  entry: { company: "\${ company }", reason: "\${ size }", discount: "\${ sum(eachOne) }" }
- id: sheet
  document: approval-sheet
  attachTo: \${ lead }
  format: pdf
- id: look-up
  run: supplier-check
  with: { number: "7" }
  await: true
  key: \${ lead.ref }
- id: careful
  try: [{ id: put, call: crm.update, with: { record: "\${ lead }", set: { title: Новая } } }]
  catch:
    - { errors: [UNCERTAIN], retry: { attempts: 2 }, then: continue }
    - { errors: ["*"], as: failure, do: [{ id: stop, raise: "\${ failure.code }", message: "\${ failure.message }" }] }
`,
  ],
  [
    "facts with titles of their own and of their fields",
    `- id: look\n  userTask: Посмотрите\n  assignee: manager-1\n  about: \${ lead }\n  facts: [amount, lead.title, lead.company, requester, { Вдвое больше: amount * 2 }]\n  instructions: Проверьте\n  priority: 50\n  dueDate: { businessDays: 2 }\n  followUpDate: \${ now() }\n${T}`,
  ],
  ["an output", 'output: { result: "${ amount }" }\n'],
];

describe("what the language says can be written", () => {
  test.each(SAYS)("%s", (_, snippet) => {
    const { reading, problems } = compileExample(exampleText(snippet));
    const errors = [...reading, ...problems].filter((one) => one.severity === "error");
    expect(errors.map((one) => `${one.place.line} ${one.code}: ${one.message.en}`)).toEqual([]);
  });
});

/** The design's sketches lie beside the repository on the machines that have them. */
const SKETCHES = join(ROOT, "../shared/design/processes");

describe.skipIf(!existsSync(SKETCHES))("every sketch of the design compiles, or is told what to write instead", () => {
  test.each(existsSync(SKETCHES) ? readdirSync(SKETCHES) : [])("%s", (file) => {
    const { document, problems } = readDocument(
      `processes/${file.replace(".yaml", "")}/process.yaml`,
      readFileSync(join(SKETCHES, file), "utf8"),
      "process",
    );
    expect(problems).toEqual([]);
    if (!document) return;
    const templates = [...document.text.matchAll(/template: (\S+)/g)].map((found) => ({
      path: `x/templates/${found[1]}.md`,
      text: "Готово\n",
    }));
    const compiled = compileProcess({
      document,
      files: templates,
      catalog: null,
      calendars: () => ruOffice(),
      processes: [],
    });
    for (const one of compiled.problems) expect(one.remedy.ru).not.toBe("");
  });
});
