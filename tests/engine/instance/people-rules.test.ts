import { describe, expect, test } from "vitest";
import { id, type UserId } from "../../../engine/base/ids.ts";
import type { ValueMap } from "../../../engine/base/value.ts";
import { readDirectory } from "../../../engine/people/read-directory.ts";
import { codeOf, type Play } from "../../support/play.ts";
import { played } from "./process-of.ts";

const user = (name: string): UserId => id<UserId>(name);

const REMIND = "escalation: [ { after: { businessDays: 1 }, action: remind, repeat: { businessDays: 1 } } ]";

function taskStep(keys: string): string {
  return `  - id: work
    userTask: Сделайте
    ${keys}
    ${REMIND}`;
}

function approvalStep(keys: string): string {
  return `  - id: approval
    approval: Согласуйте
    ${keys}
    ${REMIND}
  - id: after
    set: { amount: 1 }`;
}

/** Somebody of the firm is away, and who stands in for him. */
function away(play: Play, absences: Record<string, string | null>, from = "2026-11-01", to = "2026-12-31"): void {
  const users: Record<string, unknown> = {};
  for (const [name, person] of Object.entries(play.people.users)) {
    users[name] = name in absences ? { ...person, absent: [{ from, to, substitute: absences[name] }] } : person;
  }
  play.people = readDirectory({ ...play.people, users });
}

describe("row 1 · outcomes", () => {
  test("an outcome that the task does not have is refused, and the task stays open", () => {
    const play = played(taskStep("assignee: user-2"));
    expect(codeOf(play.complete("work", "user-2", { outcome: "approve" }))).toBe("UNKNOWN_OUTCOME");
    expect(play.task("work").assignee).toBe("user-2");
  });
});

describe("row 2 · claim", () => {
  test("of two who claim one wins, and the other is told who has it", () => {
    const play = played(taskStep("candidateGroups: [desk]"));
    const task = play.task("work").id;
    expect(codeOf(play.tell({ kind: "claim", task }, "user-1"))).toBe("accepted");
    const second = play.tell({ kind: "claim", task }, "user-2");
    expect(codeOf(second)).toBe("ALREADY_CLAIMED");
    expect(second.kind === "rejected" && second.reason.ru).toContain("Анна");
    expect(codeOf(play.complete("work", "user-2"))).toBe("ALREADY_CLAIMED");
    expect(codeOf(play.tell({ kind: "unclaim", task }, "user-1"))).toBe("accepted");
    expect(codeOf(play.complete("work", "user-2"))).toBe("accepted");
  });
});

describe("row 3 · candidates", () => {
  test("an empty group is an incident with a rescue task for the administrators, never an endless wait", () => {
    const play = played(taskStep("candidateGroups: [nobody]"));
    expect(Object.values(play.instance?.incidents ?? {}).map((one) => one.code)).toEqual(["NOBODY_LEFT"]);
    expect(play.task("work").purpose).toBe("rescue");
    expect(play.task("work").candidates).toEqual(["admin-1"]);
  });

  test("the rescue task names who decides and cannot decide", () => {
    const play = played(approvalStep("approvers: [{ group: nobody }]"));
    expect(codeOf(play.complete("approval", "admin-1", { outcome: "approve" }))).toBe("UNKNOWN_OUTCOME");
    expect(codeOf(play.complete("approval", "admin-1", { form: { assignee: "head-1" } }))).toBe("accepted");
    expect(play.instance?.incidents).toEqual({});
    expect(play.task("approval").assignee).toBe("head-1");
    play.complete("approval", "head-1", { outcome: "approve" });
    expect(play.instance?.status).toBe("completed");
  });

  test("a rescue task can be answered by reassigning it", () => {
    const play = played(taskStep("candidateGroups: [nobody]"));
    expect(codeOf(play.tell({ kind: "reassign", task: play.task("work").id, to: user("user-2") }, "admin-1"))).toBe(
      "accepted",
    );
    expect(play.task("work")).toMatchObject({ purpose: "work", assignee: "user-2" });
  });

  test("a leaver never counts", () => {
    const play = played(taskStep("assignee: user-2"));
    const gone = readDirectory({
      ...play.people,
      users: { ...play.people.users, "user-2": { name: "Борис", active: false } },
    });
    const other = played(taskStep("assignee: user-1"), { requester: null });
    other.people = gone;
    expect(codeOf(other.tell({ kind: "reassign", task: other.task("work").id, to: user("user-2") }, "admin-1"))).toBe(
      "USER_NOT_FOUND",
    );
  });
});

describe("row 4 · delegate and reassign", () => {
  test("who delegates stays answerable: the sheet says who acted for whom", () => {
    const play = played(approvalStep("approvers: [head-1]\n    allow: [delegate]"));
    expect(codeOf(play.tell({ kind: "delegate", task: play.task("approval").id, to: user("user-2") }, "head-1"))).toBe(
      "accepted",
    );
    play.complete("approval", "user-2", { outcome: "approve" });
    expect(play.instance?.sheet[0]).toMatchObject({ by: "user-2", onBehalfOf: "head-1", outcome: "approve" });
  });

  test("who reassigns is out: the new one acts in his own name", () => {
    const play = played(taskStep("assignee: head-1\n    allow: [reassign]"));
    play.tell({ kind: "reassign", task: play.task("work").id, to: user("user-2") }, "head-1");
    expect(codeOf(play.complete("work", "head-1"))).toBe("NOT_ALLOWED");
    play.complete("work", "user-2");
    expect(play.variable("work")).toMatchObject({ by: "user-2", onBehalfOf: null });
  });

  test("what the file does not allow is not permitted", () => {
    const play = played(taskStep("assignee: head-1"));
    expect(codeOf(play.tell({ kind: "delegate", task: play.task("work").id, to: user("user-2") }, "head-1"))).toBe(
      "NOT_PERMITTED_HERE",
    );
  });

  test("an administrator's reassignment is recorded as an override", () => {
    const play = played(taskStep("assignee: head-1"));
    play.tell({ kind: "reassign", task: play.task("work").id, to: user("user-2") }, "admin-1");
    expect(play.of("taskReassigned")[0]).toMatchObject({ by: "admin-1", to: "user-2", override: true });
  });

  test("a decision that an administrator made in somebody's name says so on the sheet and in what is registered", () => {
    const decided = (more: { readonly override?: UserId | null }) => {
      const play = played(approvalStep("approvers: [head-1]"));
      const { id: task } = play.task("approval");
      const done = { kind: "complete", task, outcome: "approve", form: {}, comment: null } as const;
      expect(codeOf(play.one({ ...done, ...more }, "head-1"))).toBe("accepted");
      const { decisions } = play.variable("approval") as { readonly decisions: readonly ValueMap[] };
      return { line: play.instance?.sheet[0], decision: decisions[0] };
    };
    const over = decided({ override: user("admin-1") });
    expect(over.line).toMatchObject({ by: "head-1", overrideBy: "admin-1" });
    expect(over.decision).toMatchObject({ by: "head-1", override: true, overrideBy: "admin-1" });
    expect(decided({ override: null }).decision).toMatchObject({ by: "head-1", override: true, overrideBy: null });
    const own = decided({});
    expect(own.line).not.toHaveProperty("overrideBy");
    expect(own.decision).not.toHaveProperty("override");
  });
});

describe("row 5 · substitutes", () => {
  test("the substitute of an absent assignee may act, in his name, and is told", () => {
    const play = played(taskStep("assignee: user-1"), { requester: null });
    away(play, { "user-1": "user-2" });
    expect(codeOf(play.complete("work", "user-2"))).toBe("accepted");
    expect(play.variable("work")).toMatchObject({ by: "user-2", onBehalfOf: "user-1" });
  });

  test("a substitute who is away himself passes it on, and a circle ends", () => {
    const play = played(taskStep("assignee: user-1"), { requester: null });
    away(play, { "user-1": "user-2", "user-2": "head-1" });
    expect(codeOf(play.complete("work", "head-1"))).toBe("accepted");
    const circle = played(taskStep("assignee: user-1"), { requester: null });
    away(circle, { "user-1": "user-2", "user-2": "user-1" });
    expect(codeOf(circle.complete("work", "head-1"))).toBe("NOT_ALLOWED");
  });

  test("a substitute may act on the last day of the absence and not on the day after", () => {
    const play = played(taskStep("assignee: user-1"), { requester: null });
    away(play, { "user-1": "user-2" }, "2026-11-18", "2026-11-20");
    const task = play.task("work").id;
    play.now = Date.parse("2026-11-20T23:59:00+03:00") as never;
    expect(play.one({ kind: "comment", task, text: "ещё замещаю" }, "user-2").kind).toBe("accepted");
    play.now = Date.parse("2026-11-21T00:01:00+03:00") as never;
    expect(codeOf(play.one({ kind: "comment", task, text: "уже нет" }, "user-2"))).toBe("NOT_ALLOWED");
  });

  test("a substitute who is the requester may not decide where notBy says so", () => {
    const play = played(approvalStep("approvers: [head-1]\n    notBy: [requester]"));
    away(play, { "head-1": "user-1" });
    expect(codeOf(play.complete("approval", "user-1", { outcome: "approve" }))).toBe("EXCLUDED");
  });
});

describe("row 7 · ask for info", () => {
  const step = (pause: string) => `  - id: approval
    approval: Согласуйте
    approvers: [head-1]
    allow: [ask-for-info]${pause}
    escalation: [ { after: { businessDays: 1 }, action: remind, repeat: { businessDays: 1 } } ]`;

  test("the requester answers, and the same person decides", () => {
    const play = played(step(""));
    const asked = play.task("approval");
    play.tell({ kind: "askForInfo", task: asked.id, to: null, question: "Почему столько?" }, "head-1");
    const info = play.tasks.find((task) => task.purpose === "info");
    expect(info?.assignee).toBe("user-1");
    play.completeTask(info?.id as never, "user-1", { comment: "Тендер" });
    expect(play.task("approval").comments.map((one) => one.text)).toEqual(["Почему столько?", "Тендер"]);
    expect(codeOf(play.complete("approval", "head-1", { outcome: "approve" }))).toBe("accepted");
  });

  test("the clock runs on unless the file stops it", () => {
    const running = played(step(""));
    running.tell({ kind: "askForInfo", task: running.task("approval").id, to: null, question: "?" }, "head-1");
    running.until("2026-11-24T12:00:00+03:00");
    expect(running.of("rungFired")).toHaveLength(2);
    const stopped = played(step("\n    pauseClock: true"));
    stopped.tell({ kind: "askForInfo", task: stopped.task("approval").id, to: null, question: "?" }, "head-1");
    stopped.until("2026-11-24T12:00:00+03:00");
    expect(stopped.of("rungFired")).toHaveLength(0);
    const info = stopped.tasks.find((task) => task.purpose === "info");
    stopped.completeTask(info?.id as never, "user-1", { comment: "ответ" });
    stopped.until("2026-11-30T12:00:00+03:00");
    expect(stopped.of("rungFired").length).toBeGreaterThan(0);
  });
});

describe("rows 8 and 9 · rework, withdraw, recall", () => {
  const two = approvalStep(
    "approvers: [user-2, head-1]\n    rework: { edit: [amount], from: approval, max: 1 }\n    allow: [recall, withdraw]",
  );

  test("sending back gives the requester the inputs, writes them and asks everybody again; earlier decisions stay and do not count", () => {
    const play = played(two);
    play.complete("approval", "user-2", { outcome: "approve" });
    play.complete("approval", "head-1", { outcome: "rework", comment: "много" });
    expect(play.task("approval")).toMatchObject({ purpose: "rework", assignee: "user-1" });
    play.complete("approval", "user-1", { form: { amount: 3 } });
    expect(play.variable("amount")).toBe(3);
    expect(play.task("approval")).toMatchObject({ purpose: "seat", assignee: "user-2" });
    expect(play.instance?.sheet.slice(0, 2).map((line) => line.counts)).toEqual([false, false]);
  });

  test("after the last rework the button is gone", () => {
    const play = played(two);
    play.complete("approval", "user-2", { outcome: "rework", comment: "много" });
    play.complete("approval", "user-1", { form: { amount: 3 } });
    expect(codeOf(play.complete("approval", "user-2", { outcome: "rework", comment: "всё ещё" }))).toBe(
      "UNKNOWN_OUTCOME",
    );
  });

  test("a decision may be taken back until the next seat has decided", () => {
    const play = played(two);
    const first = play.task("approval").id;
    play.complete("approval", "user-2", { outcome: "approve" });
    expect(codeOf(play.tell({ kind: "recall", task: first }, "head-1"))).toBe("NOT_ALLOWED");
    expect(codeOf(play.tell({ kind: "recall", task: first }, "user-2"))).toBe("accepted");
    expect(play.tasks.map((task) => task.assignee)).toEqual(["user-2"]);
    const again = play.task("approval").id;
    play.complete("approval", "user-2", { outcome: "approve" });
    play.complete("approval", "head-1", { outcome: "approve" });
    expect(codeOf(play.tell({ kind: "recall", task: again }, "user-2"))).toBe("TASK_NOT_OPEN");
  });

  test("an incident does not keep the requester from taking back what nobody has decided on", () => {
    const stopped = `
  - id: sum
    set: { half: "\${ 10 / amount }" }`;
    const play = played(`${stopped}\n${two}`, { values: { amount: 0 } });
    expect(play.tasks).toEqual([]);
    expect(Object.keys(play.instance?.incidents ?? {})).toHaveLength(1);
    expect(codeOf(play.tell({ kind: "withdraw", reason: null }, "user-2"))).toBe("NOT_ALLOWED");
    expect(codeOf(play.tell({ kind: "withdraw", reason: null }, "user-1"))).toBe("accepted");
    expect(play.instance?.status).toBe("canceled");
  });

  test("what was decided is not taken back by an incident after it", () => {
    const play = played(`${two}\n  - id: sum\n    set: { half: "\${ 10 / (amount - 1) }" }`);
    play.complete("approval", "user-2", { outcome: "approve" });
    play.complete("approval", "head-1", { outcome: "approve" });
    expect(Object.keys(play.instance?.incidents ?? {})).toHaveLength(1);
    expect(codeOf(play.tell({ kind: "withdraw", reason: null }, "user-1"))).toBe("NOT_PERMITTED_HERE");
  });

  test("once the next seat has decided it is too late", () => {
    const play = played(approvalStep("approvers: [user-2, head-1, boss-1]\n    allow: [recall]"));
    const first = play.task("approval").id;
    play.complete("approval", "user-2", { outcome: "approve" });
    play.complete("approval", "head-1", { outcome: "approve" });
    expect(codeOf(play.tell({ kind: "recall", task: first }, "user-2"))).toBe("TOO_LATE");
  });

  test("the requester, and nobody else, may withdraw", () => {
    const play = played(two);
    expect(codeOf(play.tell({ kind: "withdraw", reason: null }, "user-2"))).toBe("NOT_ALLOWED");
    expect(codeOf(play.tell({ kind: "withdraw", reason: null }, "user-1"))).toBe("accepted");
    expect(play.instance?.status).toBe("canceled");
  });
});

describe("row 10 · comments", () => {
  test("a refusal without a comment is sent back to its author where the file wants one", () => {
    const play = played(approvalStep("approvers: [head-1]\n    commentRequired: [reject]"));
    expect(codeOf(play.complete("approval", "head-1", { outcome: "reject", comment: "  " }))).toBe("COMMENT_REQUIRED");
    expect(codeOf(play.complete("approval", "head-1", { outcome: "reject", comment: "дорого" }))).toBe("accepted");
    expect(play.instance?.sheet[0]?.comment).toBe("дорого");
  });

  test("a comment survives delegation", () => {
    const play = played(taskStep("assignee: head-1\n    allow: [delegate]"));
    play.tell({ kind: "comment", task: play.task("work").id, text: "смотри пункт 3" }, "head-1");
    play.tell({ kind: "delegate", task: play.task("work").id, to: user("user-2") }, "head-1");
    expect(play.task("work").comments.map((one) => one.text)).toEqual(["смотри пункт 3"]);
  });
});

describe("rows 11 and 12 · due dates, reminders and escalation", () => {
  test("a due date is shown and does nothing", () => {
    const play = played(
      "  - id: work\n    userTask: Сделайте\n    assignee: user-2\n    dueDate: { businessDays: 1 }\n    timeout: { after: { days: 30 } }",
    );
    expect(play.task("work").dueAt).toBe(Date.parse("2026-11-23T10:00:00+03:00"));
    play.until("2026-12-01T10:00:00+03:00");
    expect(play.of("rungFired")).toEqual([]);
    expect(play.task("work").assignee).toBe("user-2");
  });

  test("a decision taken before the rung cancels it in the same commit", () => {
    const play = played(taskStep("assignee: user-2"));
    play.now = Date.parse("2026-11-23T09:59:59+03:00") as never;
    play.complete("work", "user-2");
    expect(play.timers).toEqual([]);
    expect(play.ring()).toBe(false);
    const after = play.history.findIndex((event) => event.kind === "taskCompleted");
    expect(
      play.history
        .slice(0, after)
        .some((event) => event.kind === "timerCanceled" && event.command === play.history[after]?.command),
    ).toBe(true);
  });
});

describe("row 13 · the ladder", () => {
  const climbing = taskStep("assignee: user-1").replace(
    REMIND,
    "escalation: [ { after: { businessDays: 1 }, action: reassign, to: { managerOf: assignee }, repeat: until-top } ]",
  );

  test("climbs the chart one rung a day, past vacancies, and at the top stays and reminds", () => {
    const play = played(climbing, { requester: null });
    play.until("2026-11-23T10:00:00+03:00");
    expect(play.task("work").assignee).toBe("head-1");
    play.until("2026-11-24T10:00:00+03:00");
    expect(play.task("work").assignee).toBe("boss-1");
    play.until("2026-11-26T10:00:00+03:00");
    expect(play.task("work").assignee).toBe("boss-1");
    expect(play.of("rungFired").map((event) => event.to.at(-1))).toEqual(["head-1", "boss-1", "boss-1", "boss-1"]);
  });

  test("a vacancy on the way is passed over", () => {
    const play = played(climbing, { requester: null });
    play.people = readDirectory({
      ...play.people,
      users: { ...play.people.users, "head-1": { ...play.people.users["head-1"], active: false } },
    });
    play.until("2026-11-23T10:00:00+03:00");
    expect(play.task("work").assignee).toBe("boss-1");
  });

  test("rungs that fell due while nobody served them fire one by one, keeping their distance", () => {
    const play = played(
      taskStep("assignee: user-1").replace(
        REMIND,
        "escalation:\n      - { after: { businessDays: 1 }, action: remind }\n      - { after: { businessDays: 2 }, action: offer, to: { group: bosses }, repeat: { businessDays: 1 } }",
      ),
      { requester: null },
    );
    play.now = Date.parse("2026-12-02T12:00:00+03:00") as never;
    play.ring();
    expect(play.of("rungFired").map((event) => event.action)).toEqual(["remind"]);
    expect(play.of("rungFired")[0]?.dueAt).toBe(Date.parse("2026-11-23T10:00:00+03:00"));
    expect(play.timers.map((timer) => timer.dueAt)).toEqual([Date.parse("2026-12-03T12:00:00+03:00")]);
  });

  test("a suspended instance does not escalate", () => {
    const play = played(taskStep("assignee: user-2"));
    play.tell({ kind: "suspend", reason: null }, "admin-1");
    play.now = Date.parse("2026-11-25T12:00:00+03:00") as never;
    const [timer] = play.timers;
    expect(codeOf(play.tell({ kind: "fireTimer", timer: timer?.id as never }))).toBe("INSTANCE_SUSPENDED");
    expect(codeOf(play.complete("work", "user-2"))).toBe("INSTANCE_SUSPENDED");
    play.tell({ kind: "resume" }, "admin-1");
    play.ring();
    expect(play.of("rungFired")).toHaveLength(1);
  });
});

describe("row 14 · business calendar", () => {
  test("a business day is the same time on the next working day, not 24 hours of work", () => {
    const play = played(taskStep("assignee: user-2"));
    expect(play.timers[0]?.dueAt).toBe(Date.parse("2026-11-23T10:00:00+03:00"));
  });
});

describe("row 15 · approvers in sequence", () => {
  test("one added on the fly stands behind who added him, before the next", () => {
    const play = played(approvalStep("approvers: [user-2, boss-1]\n    allow: [add-approver]"));
    expect(
      codeOf(play.tell({ kind: "addApprover", task: play.task("approval").id, user: user("head-1") }, "user-2")),
    ).toBe("accepted");
    const order: (string | null)[] = [];
    for (let turn = 0; turn < 3; turn++) {
      const { assignee } = play.task("approval");
      order.push(assignee);
      play.complete("approval", assignee ?? "", { outcome: "approve" });
    }
    expect(order).toEqual(["user-2", "head-1", "boss-1"]);
    expect(play.instance?.status).toBe("completed");
  });

  test("the same person twice is asked once, with a note", () => {
    const play = played(approvalStep("approvers: [user-2, { headOf: desk }, user-2]"));
    play.complete("approval", "user-2", { outcome: "approve" });
    play.complete("approval", "head-1", { outcome: "approve" });
    expect(play.instance?.status).toBe("completed");
    expect(play.of("taskClosed").filter((event) => event.reason === "skipped")[0]?.note?.ru).toContain("Борис");
  });
});

describe("row 16 · parallel, quorum, veto", () => {
  const three = (more: string) => approvalStep(`approvers: [user-2, head-1, boss-1]\n    order: parallel\n    ${more}`);
  const decisions = (play: Play, ...answers: readonly (readonly [string, string])[]) => {
    for (const [by, outcome] of answers) {
      const task = play.tasks.find((one) => one.assignee === by);
      if (task) play.completeTask(task.id, by, { outcome });
    }
    return play.variable("approval");
  };

  test("all ends at the first refusal, and the open tasks close", () => {
    const play = played(three("complete: all"));
    expect(decisions(play, ["head-1", "reject"])).toMatchObject({ outcome: "reject" });
    expect(play.of("taskClosed")).toHaveLength(2);
  });

  test("any ends at the first agreement, or when all have refused", () => {
    expect(decisions(played(three("complete: any")), ["head-1", "reject"], ["boss-1", "approve"])).toMatchObject({
      outcome: "approve",
    });
    expect(
      decisions(played(three("complete: any")), ["head-1", "reject"], ["boss-1", "reject"], ["user-2", "reject"]),
    ).toMatchObject({ outcome: "reject" });
  });

  test("a quorum ends when it is reached or out of reach", () => {
    expect(
      decisions(played(three("complete: { quorum: 2 }")), ["head-1", "approve"], ["boss-1", "approve"]),
    ).toMatchObject({ outcome: "approve" });
    expect(
      decisions(played(three("complete: { quorum: 2 }")), ["head-1", "reject"], ["boss-1", "reject"]),
    ).toMatchObject({ outcome: "reject" });
  });

  test("a share is rounded up", () => {
    const play = played(three("complete: { percent: 50 }"));
    expect(decisions(play, ["head-1", "approve"])).toBeUndefined();
    expect(decisions(play, ["boss-1", "approve"])).toMatchObject({ outcome: "approve" });
  });

  test("a veto ends it whatever the count", () => {
    expect(decisions(played(three("complete: any\n    veto: [boss-1]")), ["boss-1", "reject"])).toMatchObject({
      outcome: "reject",
    });
  });
});

describe("row 17 · four eyes", () => {
  const step = (rule: string) =>
    approvalStep(
      `approvers: [{ group: desk }]\n    notBy: [requester]\n    ifExcluded: ${rule}\n    allow: [delegate, add-approver]`,
    );

  test("who is struck out cannot come in through the group", () => {
    const play = played(step("incident"));
    expect(play.task("approval").candidates).toEqual(["user-2"]);
    const task = play.task("approval").id;
    expect(codeOf(play.tell({ kind: "claim", task }, "user-1"))).toBe("EXCLUDED");
    expect(codeOf(play.complete("approval", "user-1", { outcome: "approve" }))).toBe("EXCLUDED");
  });

  test("nor as a delegate, an added approver, or by an administrator's hand", () => {
    const play = played(step("incident"));
    const task = play.task("approval").id;
    expect(codeOf(play.tell({ kind: "delegate", task, to: user("user-1") }, "user-2"))).toBe("EXCLUDED");
    expect(codeOf(play.tell({ kind: "addApprover", task, user: user("user-1") }, "user-2"))).toBe("EXCLUDED");
    expect(codeOf(play.tell({ kind: "reassign", task, to: user("user-1") }, "admin-1"))).toBe("EXCLUDED");
  });

  test("an administrator who is the requester decides nothing and names nobody", () => {
    const play = played(approvalStep("approvers: [requester]\n    notBy: [requester]"), { requester: "admin-1" });
    expect(
      codeOf(play.tell({ kind: "retry", incident: Object.keys(play.instance?.incidents ?? {})[0] ?? "" }, "admin-1")),
    ).toBe("accepted");
    expect(play.variable("approval")).toBeUndefined();
    expect(Object.values(play.instance?.incidents ?? {}).map((one) => one.code)).toEqual(["NOBODY_LEFT"]);
  });

  test("the manager decides instead, and the sheet says why", () => {
    const play = played(
      approvalStep("approvers: [{ headOf: desk }]\n    notBy: [requester]\n    ifExcluded: manager"),
      { requester: "head-1" },
    );
    expect(play.task("approval").assignee).toBe("boss-1");
    expect(play.task("approval").notes[0]?.ru).toContain("Вера");
  });

  test("nobody is ever approved automatically: with everybody skipped it is an incident", () => {
    const play = played(approvalStep("approvers: [requester]\n    notBy: [requester]\n    ifExcluded: skip"));
    expect(play.variable("approval")).toBeUndefined();
    expect(Object.values(play.instance?.incidents ?? {}).map((one) => one.code)).toEqual(["NOBODY_LEFT"]);
  });
});

describe("row 24 · the task's text holds the facts", () => {
  test("facts are rendered in words, an empty one as a dash", () => {
    const play = played(
      `  - id: approval
    approval: Скидка \${ amount } %
    facts: [amount, note]
    approvers: [head-1]
    ${REMIND}`,
      {
        input: "amount: { type: number, title: Скидка, required: true }\n  note: { type: text, title: Заметка }",
        values: { amount: 7.5 },
      },
    );
    expect(play.task("approval").title).toBe("Скидка 7,5 %");
    expect(play.task("approval").facts.map(({ title, text }) => `${title}: ${text}`)).toEqual([
      "Скидка: 7,5",
      "Заметка: —",
    ]);
    expect(play.of("messageRequested")[0]?.message.text).toContain("Скидка: 7,5");
  });

  test("a missing value in a text is an incident, not «undefined»", () => {
    const play = played(`  - id: card
    call: crm.get
    with: { record: lead/101 }
  - id: work
    userTask: Скидка \${ card.note }
    assignee: head-1
    ${REMIND}`);
    expect(play.tasks).toEqual([]);
    expect(Object.values(play.instance?.incidents ?? {})).toHaveLength(1);
  });
});

test("row 17 · a substitute whom four eyes strike out is not told of the task", () => {
  const play = played(
    `  - id: nap
    wait: { hours: 1 }
${approvalStep("approvers: [head-1]\n    notBy: [requester]\n    ifExcluded: manager")}`,
  );
  away(play, { "head-1": "user-1" });
  play.ring();
  expect(play.of("messageRequested").map((event) => event.message.to)).toEqual(["head-1"]);
});
