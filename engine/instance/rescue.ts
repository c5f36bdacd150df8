import { type ActivationId, id as brand, type UserId } from "../base/ids.ts";
import { isActive } from "../people/lookup.ts";
import { openTask, titleFor } from "./open-task.ts";
import { stepOf } from "./places.ts";
import type { Run } from "./run.ts";
import type { Incident } from "./state.ts";
import { taskWords } from "./task-words.ts";
import { excludedBy } from "./who.ts";

/**
 * A rescue task asks the administrators to name who decides; it cannot decide (language §3). It is completed with the
 * field `assignee`, or by reassigning it. Four eyes hold here too: who is struck out neither names nor is named.
 */
export function openRescue(run: Run, incident: Incident, activation: ActivationId): void {
  const step = stepOf(run.definition, run.activation(activation).step);
  const excluded =
    step.kind === "userTask" || step.kind === "approval"
      ? excludedBy(run, step.notBy, run.activation(activation))
      : new Set<UserId>();
  const administrators = run.facts.people.administrators
    .map((user) => brand<UserId>(user))
    .filter((user) => isActive(run.facts.people, user) && !excluded.has(user));
  if (administrators.length === 0) return;
  const words = taskWords(run);
  const isMessage = step.kind === "notify";
  openTask(run, {
    activation,
    purpose: "rescue",
    title: `${isMessage ? words.nameReader : words.nameDecider}: ${titleFor(run, activation)}`,
    assignee: null,
    candidates: administrators,
    excluded: [...excluded],
    seat: incident.seat,
    incident: incident.id,
    instructions: incident.message[run.facts.locale],
    form: [
      {
        name: "assignee",
        type: "user",
        title: isMessage ? words.reader : words.decider,
        required: true,
        value: null,
        edits: false,
      },
    ],
    outcomes: [{ name: "done", title: words.done, done: words.isDone, needs: ["assignee"] }],
  });
}
