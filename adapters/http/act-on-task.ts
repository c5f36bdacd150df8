import { createHash } from "node:crypto";
import { type CommandId, id, type TaskId } from "../../engine/base/ids.ts";
import { nameOf } from "../../engine/people/lookup.ts";
import type { ActOutcome, PersonCommand, Refusal } from "../../engine/runtime/use-cases.ts";
import { taskAddress } from "../task-address.ts";
import type { Call } from "./api-route.ts";
import { Problem, refused } from "./problem.ts";
import { seesTask } from "./seen-task.ts";
import { settledTask } from "./settled-task.ts";

type Body = Extract<PersonCommand["body"], { readonly task: TaskId }>;
type Acting = Pick<Call<unknown, unknown, unknown>, "service" | "viewer" | "locale">;

/** What was done. */
export type Done = Extract<ActOutcome, { readonly kind: "accepted" }>;

/**
 * Gives a command on a task, and tells a refusal with what happened meanwhile: who decided it, what and when; who has
 * claimed it.
 *
 * @param operates his role lets him do it to tasks of others. @default no
 * @throws {Problem} with the engine's code; `more.settled` where the task is closed, `more.claimedBy` where it is taken
 */
export async function actOnTask(call: Acting, command: string, body: Body, operates = false): Promise<Done> {
  const by = { id: id<CommandId>(command), by: call.viewer.user, ...(operates ? { operates: true as const } : {}) };
  const outcome = await call.service.useCases.act({ ...by, body });
  if (outcome.kind === "accepted") return outcome;
  throw await toldRefusal(call, outcome, body.task);
}

/** The same key of the same viewer on each of many tasks is a command of its own. */
export function commandOf(command: string, task: TaskId): string {
  return `${command}-${createHash("sha256").update(task).digest("hex").slice(0, 16)}`;
}

async function toldRefusal({ service, viewer, locale }: Acting, refusal: Refusal, task: TaskId): Promise<Problem> {
  const isField = refusal.code === "COMMENT_REQUIRED";
  const fields = isField ? { comment: refusal.remedy } : refusal.fields;
  const address = taskAddress(task);
  if (!(await seesTask({ service, viewer, params: { task: address } })))
    return refused({ ...refusal, fields }, { task: address });
  const instance = await service.assembled.store.queries.instanceOfTask(task);
  const shown = instance === null ? null : await service.useCases.show(instance);
  if (shown === null) return refused({ ...refusal, fields }, { task: address });
  const people = await service.useCases.people();
  const settled = settledTask(shown, task, { people, locale });
  if (refusal.code === "TASK_NOT_OPEN" && settled !== null) {
    const ru = settledTask(shown, task, { people, locale: "ru" })?.text ?? "";
    const en = settledTask(shown, task, { people, locale: "en" })?.text ?? "";
    return new Problem(refusal.code, {
      says: { ru: `Задание уже закрыто. ${ru}`, en: `The task is closed already. ${en}` },
      remedy: {
        ru: "Ваше решение не записано: оно больше не нужно.",
        en: "Your decision was not recorded: it is not needed any more.",
      },
      more: { task: address, settled },
    });
  }
  const assignee = shown.instance.tasks[task]?.assignee ?? null;
  const claimedBy =
    refusal.code === "ALREADY_CLAIMED" && assignee !== null ? { id: assignee, name: nameOf(people, assignee) } : null;
  return refused({ ...refusal, fields }, { task: address, ...(claimedBy === null ? {} : { claimedBy }) });
}
