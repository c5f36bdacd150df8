import { id as brand, type UserId } from "../base/ids.ts";
import { headOf } from "../people/chart.ts";
import { isActive, personOf } from "../people/lookup.ts";
import { openTask } from "./open-task.ts";
import type { Run } from "./run.ts";
import type { Activation, Call } from "./state.ts";
import type { Sent } from "./steps/notify.ts";
import { taskWords } from "./task-words.ts";
import { noOne } from "./who.ts";

/**
 * The client can be reached by none of the step's channels: a task, not silence. For the record's responsible person,
 * else the head of the department that answers for records of its type (`catalog.yaml`: `department`), else the head of
 * the department of whoever started the process, else the head of the company. It does not hold up the process.
 */
export function openUnreachable(run: Run, at: Activation, call: Call, sent: Sent): void {
  const to = call.message?.to ?? "";
  const assignee = answerableFor(run, to, sent);
  if (assignee === null) throw noOne(null, "retry", null);
  const words = call.message?.text ?? "";
  const own = taskWords(run);
  openTask(run, {
    activation: at.id,
    purpose: "unreachable",
    title: `${own.contactClient}: ${run.instance.subject}`,
    assignee,
    candidates: [],
    about: to.includes("/") ? to : null,
    facts: [{ title: own.message, text: words, value: words }],
    instructions: own.noChannel,
    outcomes: [{ name: "done", title: own.done, done: own.isDone, needs: [] }],
  });
}

function answerableFor(run: Run, ref: string, sent: Sent): UserId | null {
  const { people, departments } = run.facts;
  if (typeof sent.responsible === "string" && isActive(people, sent.responsible))
    return brand<UserId>(sent.responsible);
  const type = ref.slice(0, Math.max(0, ref.indexOf("/")));
  const starter =
    run.instance.requester === null ? null : (personOf(people, run.instance.requester)?.department ?? null);
  const top = Object.values(people.departments).find((department) => department.parent === null)?.id ?? null;
  for (const department of [departments[type] ?? null, starter, top]) {
    const head = department === null ? null : headOf(people, department);
    if (head !== null) return head;
  }
  return null;
}
