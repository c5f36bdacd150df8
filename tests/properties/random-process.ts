import fc from "fast-check";

/** A random process as YAML text: every step kind, nested, with jumps back to tasks, ladders, timeouts and failures. */
export interface RandomProcess {
  readonly text: string;
}

/** Widest list and deepest nesting of what is generated: small processes find the same mistakes faster. */
const WIDTH = 3;
const DEPTH = 3;

type Node = readonly string[];

/** Steps in the place of one whose time is over. */
const INSTEAD =
  "{ after: { days: 3 }, do: [ { id: ID, userTask: Вместо, assignee: boss-1, escalation: [ { after: P1D, action: remind, repeat: P1D } ] } ] }";

/** Step texts without ids; ids are given in one pass so that they are unique. */
const leaf: fc.Arbitrary<Node> = fc.oneof(
  fc.integer({ min: 0, max: 9 }).map((n) => [`set: { ownVARIABLE: "\${ count + ${n} }" }`]),
  fc.constantFrom("{ hours: 1 }", "{ businessHours: 2 }", "P1D").map((d) => [`wait: ${d}`]),
  fc.constant(["call: crm.note", "with: { record: lead/101, text: привет }"]),
  fc.constant(["call: crm.note", "with: { record: lead/101, text: привет }", "onUncertain: skip"]),
  fc.constant(["notify: user-1", "text: привет"]),
  fc.constant(["notify: { group: bosses }", "text: привет"]),
  fc.constant(["record: log", "entry: { what: 1 }"]),
  fc.constant(["emit: something.happened", "with: { a: 1 }"]),
  userTask(),
  approval(),
  fc.constant(["listen: { message: go }", "timeout: { after: { days: 2 } }"]),
  fc.constant(['listen: { of: lead/101, holds: record.stageKind != "first" }', "timeout: { after: { days: 2 } }"]),
  fc.constant(["if: count > 6", "raise: BROKEN", "message: сломалось"]),
);

function userTask(): fc.Arbitrary<Node> {
  const who = fc.constantFrom(
    "assignee: user-1",
    "assignee: { headOf: desk }",
    "candidateGroups: [desk]",
    "candidateUsers: [user-1, user-2]",
    "assignee: { group: nobody }",
  );
  return fc
    .record({
      who,
      ladder: ladder(),
      four: fc.boolean(),
      timeout: fc.option(fc.constantFrom("{ after: { days: 3 } }", "{ after: { days: 3 }, outcome: done }", INSTEAD)),
    })
    .map(({ who: person, ladder: rungs, four, timeout }) => [
      "userTask: Сделайте",
      person,
      ...(four ? ["notBy: [requester]", "ifExcluded: manager"] : []),
      "allow: [delegate, reassign, ask-for-info, withdraw]",
      ...rungs,
      ...(timeout === null ? [] : [`timeout: ${timeout}`]),
    ]);
}

function approval(): fc.Arbitrary<Node> {
  return fc
    .record({
      approvers: fc.constantFrom(
        "[user-1]",
        "[user-1, user-2]",
        "[{ each: desk }]",
        "[{ group: desk }, boss-1]",
        "[user-1, user-1]",
        "[{ headOf: desk }, { managerOf: requester }]",
        "[{ each: nobody }, boss-1]",
        "[{ group: desk }, user-2, user-1]",
      ),
      order: fc.constantFrom("sequential", "parallel"),
      complete: fc.constantFrom("all", "any", "{ percent: 50 }", "{ quorum: 1 }"),
      more: fc.constantFrom<Node>(
        [],
        ["veto: [user-2]"],
        ["rework: { edit: [count], from: ID, max: 2 }"],
        ["timeout: { after: { days: 3 }, outcome: reject }"],
        [`timeout: ${INSTEAD}`],
      ),
      ifExcluded: fc.constantFrom("manager", "skip", "incident"),
      ladder: ladder(),
    })
    .map((it) => [
      "approval: Согласуйте",
      `approvers: ${it.approvers}`,
      `order: ${it.order}`,
      `complete: ${it.complete}`,
      "notBy: [requester]",
      `ifExcluded: ${it.ifExcluded}`,
      "allow: [delegate, add-approver, ask-for-info, recall]",
      ...it.more,
      ...it.ladder,
    ]);
}

function ladder(): fc.Arbitrary<Node> {
  return fc.constantFrom<Node>(
    ["escalation: [ { after: { businessDays: 1 }, action: remind, repeat: { businessDays: 1 } } ]"],
    [
      "escalation:",
      "  - { after: { businessHours: 4 }, action: offer, to: { group: bosses } }",
      "  - { after: { businessDays: 2 }, action: reassign, to: { managerOf: assignee }, repeat: until-top }",
    ],
    ["escalation:", "  - { after: { businessDays: 1 }, action: notify, to: boss-1, repeat: { days: 1 } }"],
  );
}

const { list } = fc.letrec<{ step: Node; list: readonly Node[] }>((tie) => ({
  step: fc.oneof(
    { depthSize: "small", maxDepth: DEPTH, withCrossShrink: true },
    { weight: 6, arbitrary: leaf },
    { weight: 1, arbitrary: container(tie("list") as fc.Arbitrary<readonly Node[]>) },
  ),
  list: fc.array(tie("step") as fc.Arbitrary<Node>, { minLength: 1, maxLength: WIDTH }),
}));

function container(inner: fc.Arbitrary<readonly Node[]>): fc.Arbitrary<Node> {
  return fc.oneof(
    inner.map((steps) => ["do:", ...indented(steps)]),
    inner.map((steps) => [
      'until: { of: lead/101, holds: record.stageKind != "first" }',
      "escalation: [ { after: { businessDays: 1 }, action: notify, to: boss-1, repeat: { days: 1 } } ]",
      "do:",
      ...indented(steps),
    ]),
    fc
      .tuple(inner, fc.constantFrom(1, 2))
      .map(([steps, parallel]) => [
        `for: { each: one, in: "[1, 2, 3]", parallel: ${parallel} }`,
        "do:",
        ...indented(steps),
      ]),
    fc
      .tuple(inner, inner, fc.constantFrom("all", "any"))
      .map(([left, right, complete]) => [
        "fork:",
        "  left:",
        ...indented(left, 2),
        "  right:",
        ...indented(right, 2),
        `complete: ${complete}`,
      ]),
    fc
      .tuple(inner, inner)
      .map(([left, right]) => [
        "switch:",
        "  - when: count > 4",
        "    do:",
        ...indented(left, 3),
        "  - else: true",
        "    do:",
        ...indented(right, 3),
      ]),
    fc
      .tuple(inner, inner)
      .map(([left, right]) => [
        "try:",
        ...indented(left),
        "catch:",
        '  - errors: ["*"]',
        "    as: error",
        "    do:",
        ...indented(right, 3),
      ]),
  );
}

/** Steps of an inner list, with a mark where the id goes. */
function indented(steps: readonly Node[], levels = 1): readonly string[] {
  const pad = "  ".repeat(levels);
  return steps.flatMap((lines) => [`${pad}- id: ID`, ...lines.map((line) => `${pad}  ${line}`)]);
}

const HEAD = `process: random
title: Случайный
calendar: ru-office
input:
  count: { type: number, title: Число, required: true }
  flag: { type: boolean, title: Флаг }
start:
  - form: { candidateGroups: [desk] }
do:
`;

export const randomProcess: fc.Arbitrary<RandomProcess> = (list as fc.Arbitrary<readonly Node[]>).map((steps) => {
  let count = 0;
  const body = indented(steps)
    .join("\n")
    .replace(/id: ID|from: ID/g, (found) => (found === "from: ID" ? `from: step-${count}` : `id: step-${++count}`))
    .replace(/VARIABLE/g, () => String(++count));
  return { text: `${HEAD}${body}\n` };
});
