import { expect, test } from "vitest";
import { type CommandId, id, type TaskId, type UserId } from "../../../engine/base/ids.ts";
import type { CommandBody } from "../../../engine/instance/command.ts";
import { decide } from "../../../engine/instance/decide.ts";
import { type Allowed, mayAct } from "../../../engine/instance/may-act.ts";
import type { Play } from "../../support/play.ts";
import { played } from "./process-of.ts";

const PEOPLE = ["user-1", "user-2", "head-1", "boss-1", "admin-1"].map((user) => id<UserId>(user));
/** Somebody who may receive anything in these plays. */
const SOMEBODY = id<UserId>("boss-1");

/** What each permission promises: a command that the engine takes. */
const COMMANDS: Readonly<Record<Exclude<keyof Allowed, "onBehalfOf">, (task: TaskId) => CommandBody>> = {
  complete: (task) => ({ kind: "complete", task, outcome: "approve", form: {}, comment: null }),
  claim: (task) => ({ kind: "claim", task }),
  unclaim: (task) => ({ kind: "unclaim", task }),
  delegate: (task) => ({ kind: "delegate", task, to: SOMEBODY }),
  reassign: (task) => ({ kind: "reassign", task, to: SOMEBODY }),
  addApprover: (task) => ({ kind: "addApprover", task, user: SOMEBODY }),
  askForInfo: (task) => ({ kind: "askForInfo", task, to: SOMEBODY, question: "?" }),
  comment: (task) => ({ kind: "comment", task, text: "words" }),
  recall: (task) => ({ kind: "recall", task }),
};

/** The page's promise and the engine's answer, for everybody and every command. */
function expectAgreement({ definition, instance, facts }: Play, task: TaskId): void {
  if (instance === null) throw new Error("nothing is played");
  for (const by of PEOPLE) {
    const allowed = mayAct({ definition, instance, people: facts.people, now: facts.now }, task, by);
    for (const [name, body] of Object.entries(COMMANDS)) {
      const command = { ...body(task), id: id<CommandId>("c"), instance: instance.id, by };
      const answer = decide(definition, instance, command, facts);
      const promised = allowed[name as keyof typeof COMMANDS];
      // To claim what is one's own is taken, and no button is shown for it.
      const held = instance.tasks[task];
      const isIdle = name === "claim" && held?.assignee === by && (held.claimed || held.candidates.length === 0);
      expect([by, name, promised], answer.kind === "rejected" ? answer.code : "accepted").toEqual([
        by,
        name,
        answer.kind === "accepted" && !isIdle,
      ]);
    }
  }
}

const onlyTask = ({ instance }: Play): TaskId => {
  const [task] = Object.values(instance?.tasks ?? {});
  if (task === undefined) throw new Error("no task is open");
  return task.id;
};

const ALL = "[delegate, reassign, add-approver, ask-for-info, recall]";

test("of an approval with four eyes, with everything allowed and with next to nothing", () => {
  for (const allow of [ALL, "[recall]"]) {
    const play = played(`
  - id: ok
    approval: Согласуйте
    approvers: [{ user: head-1 }, { user: admin-1 }]
    order: sequential
    escalation: [{ after: { businessDays: 1 }, action: remind, repeat: { businessDays: 1 } }]
    notBy: [requester]
    allow: ${allow}
  - id: after
    if: ok.outcome = "approve" or ok.outcome = "reject"
    userTask: Дальше
    assignee: boss-1
    escalation: [{ after: { businessDays: 1 }, action: remind, repeat: { businessDays: 1 } }]`);
    const task = onlyTask(play);
    expectAgreement(play, task);
    play.tell({ kind: "complete", task, outcome: "approve", form: {}, comment: null }, "head-1");
    expectAgreement(play, task);
    expectAgreement(play, onlyTask(play));
  }
});

test("of a task that is offered, claimed, delegated", () => {
  const play = played(`
  - id: work
    userTask: Сделайте
    candidateGroups: [desk]
    escalation: [{ after: { businessDays: 1 }, action: remind, repeat: { businessDays: 1 } }]
    outcomes: { approve: { title: Готово } }
    allow: [delegate, reassign, ask-for-info]`);
  const task = onlyTask(play);
  expectAgreement(play, task);
  play.tell({ kind: "claim", task }, "user-2");
  expectAgreement(play, task);
  play.tell({ kind: "delegate", task, to: id<UserId>("head-1") }, "user-2");
  expectAgreement(play, task);
});

test("nothing may be done while the instance stands still, or after it has ended", () => {
  const play = played(`
  - id: ok
    approval: Согласуйте
    approvers: [{ user: head-1 }]
    order: sequential
    escalation: [{ after: { businessDays: 1 }, action: remind, repeat: { businessDays: 1 } }]
    allow: ${ALL}
  - id: after
    if: ok.outcome = "approve" or ok.outcome = "reject"
    userTask: Дальше
    assignee: boss-1
    escalation: [{ after: { businessDays: 1 }, action: remind, repeat: { businessDays: 1 } }]`);
  const task = onlyTask(play);
  play.tell({ kind: "suspend", reason: null }, "admin-1");
  expectAgreement(play, task);
  play.tell({ kind: "resume" }, "admin-1");
  play.tell({ kind: "complete", task, outcome: "approve", form: {}, comment: null }, "head-1");
  expectAgreement(play, task);
});
