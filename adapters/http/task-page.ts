import type { TaskId, UserId } from "../../engine/base/ids.ts";
import type { Instant } from "../../engine/base/instant.ts";
import { refOf } from "../../engine/base/value.ts";
import { isoText } from "../../engine/calendar/iso-text.ts";
import type { Step } from "../../engine/definition/model.ts";
import { type Allowed, mayAct } from "../../engine/instance/may-act.ts";
import type { Decision, Seat, Task } from "../../engine/instance/state.ts";
import type { DirectorySnapshot } from "../../engine/people/directory.ts";
import type { Shown } from "../../engine/runtime/use-cases.ts";
import { actsAt } from "../../engine/view/acting-text.ts";
import { isAtRework } from "../../engine/view/at-rework.ts";
import { type Because, type Scene, sceneOf } from "../../engine/view/because.ts";
import { storyOf, surroundingsOf } from "../../engine/view/shown-story.ts";
import { stepTitle, taskOf } from "../../engine/view/telling.ts";
import { why } from "../../engine/view/why.ts";
import { principalText } from "../../engine/view/why-who.ts";
import { taskAddress } from "../task-address.ts";
import { type ChoiceRows, formField } from "./form-field.ts";
import { letterFacts } from "./letter-facts.ts";
import { namedFiles } from "./named-files.ts";
import { factsOf, instructionsOf } from "./sent-back.ts";
import { decisionShown, personShown, settledTask } from "./settled-task.ts";
import { standingOf } from "./standing-of.ts";
import { discussionOf } from "./task-discussion.ts";
import { fieldsOfTask } from "./task-fields.ts";
import type { TaskShown } from "./task-schemas.ts";
import { waitedPeople } from "./waited-person.ts";

/** What a page of a task is made from. */
export interface TaskScene {
  readonly shown: Shown;
  /** As it is now, or as it was when it opened. */
  readonly task: Task;
  readonly user: UserId;
  readonly people: DirectorySnapshot;
  readonly now: Instant;
  readonly locale: "ru" | "en";
  readonly rows: ChoiceRows;
  /** May he hand over tasks of others by his role? @default no */
  readonly operates?: boolean;
}

/** The task of an instance, open or closed; null: it never had one of this id. */
export function taskIn({ instance, history }: Shown, id: TaskId): Task | null {
  const open = instance.tasks[id];
  if (open !== undefined) return open;
  const opened = history.findLast((event) => event.kind === "taskOpened" && event.task.id === id);
  return opened?.kind === "taskOpened" ? opened.task : null;
}

/** What this person may do with it. */
export function allowedTo(of: Omit<TaskScene, "locale" | "rows">): Allowed {
  const { shown, task, user, people, now, operates = false } = of;
  return mayAct({ definition: shown.definition, instance: shown.instance, people, now, operates }, task.id, user);
}

/** Everything that the page of a task shows: what is asked, the facts, the buttons, the chain, and why it came to him. */
export function taskPage(of: TaskScene): TaskShown {
  const { shown, task, people, now, locale } = of;
  const { instance, definition } = shown;
  const scene = sceneOf(storyOf(shown), surroundingsOf(shown, people), now);
  const iso = (at: Instant): string => isoText(at, definition.calendar.zone);
  const { onBehalfOf, ...can } = allowedTo(of);
  const comments = discussionOf(shown, task);
  const root = instance.scopes[""]?.variables ?? {};
  return {
    id: taskAddress(task.id),
    ...{ instance: instance.id, process: definition.process, processTitle: definition.title },
    ...{ number: instance.number, subject: instance.subject, status: instance.status },
    requester: personShown(people, instance.requester),
    startedAt: iso(instance.startedAt),
    ...{ step: task.step, title: task.title, purpose: task.purpose },
    about: task.about === null ? null : { ref: task.about, title: scene[locale].tell.record(task.about) },
    facts: [
      ...letterFacts(shown, locale),
      ...factsOf(shown, task).map(({ title, text, value }) => ({
        ...{ title, text, record: refOf(value), files: [...namedFiles(value, instance.id)] },
      })),
    ],
    instructions: instructionsOf(shown, task, people),
    form: fieldsOfTask(shown, task).map(({ field, value }) => formField(field, of.rows, value)),
    outcomes: outcomesOf(task, definition.steps.get(task.step)),
    assignee: personShown(people, task.assignee),
    isClaimed: task.claimed,
    candidates: task.candidates.map((one) => personShown(people, one)),
    delegatedBy: personShown(people, task.delegatedBy),
    onBehalfOf: personShown(people, onBehalfOf),
    openedAt: iso(task.openedAt),
    dueAt: task.dueAt === null ? null : iso(task.dueAt),
    isOverdue: task.dueAt !== null && task.dueAt <= now,
    isPaused: task.pausedAt !== null,
    notes: task.notes.map((note) => note[locale]),
    comments: comments.map(({ by, at, text, files = [] }) => ({
      ...{ by: personShown(people, by), at: iso(at), text },
      files: [...namedFiles(files, instance.id)],
    })),
    files: [
      ...namedFiles(
        [factsOf(shown, task), root, instance.sheet.map(({ form, files }) => [form, files]), comments],
        instance.id,
      ),
    ],
    can,
    why: whyOf(of),
    seats: seatsOf(of, scene),
    sheet: instance.sheet.map((line) => ({
      ...{ step: line.step, purpose: line.purpose, round: line.round, counts: line.counts },
      standing: standingOf(line, shown),
      // In the words of then: a rework asks something else.
      stepTitle: taskOf(storyOf(shown), line.task)?.title ?? stepTitle(storyOf(shown), line.step) ?? line.step,
      decision: decisionShown(line, { definition, people, locale }),
    })),
    settled: settledTask(shown, task.id, { people, locale }),
  };
}

/** The first button decides in favor; of an approval the others, but sending back, decide against. */
function outcomesOf(task: Task, step: Step | undefined): TaskShown["outcomes"] {
  const shape = step?.kind === "approval" || step?.kind === "userTask" ? step : null;
  return task.outcomes.map(({ name, title, needs }, index) => ({
    ...{ name, title, needs: [...needs] },
    needsComment: task.purpose === "info" || (shape?.commentRequired.includes(name) ?? false),
    tone: index === 0 ? "main" : task.purpose === "seat" && name !== "rework" ? "negative" : "plain",
  }));
}

function whyOf({ shown, task, user, people, now, locale }: TaskScene): TaskShown["why"] {
  const found = why(shown, { people, now, task: task.id, user });
  const place = found.places[0];
  const told = (all: readonly Because[] = []) =>
    all.map(({ code, text, at, details }) => ({
      ...{ code, text: text[locale], at },
      // Commands of the command line are no help on a page.
      details: details.map((detail) => detail[locale]).filter((detail) => !/\bordo \w/.test(detail)),
    }));
  return {
    me: told(place?.me),
    here: told(place?.here),
    who: told(place?.who),
    rules: told(place?.rules),
    next: told(place?.next),
  };
}

/** The table of an approval: who sits in which order, who decided what. */
function seatsOf(of: TaskScene, scene: Scene): TaskShown["seats"] {
  const { shown, task, people, locale } = of;
  const { instance, definition } = shown;
  const approval = instance.activations[task.activation]?.approval ?? null;
  if (approval === null) return [];
  const isSentBack = isAtRework(instance, task.activation);
  const lineOf = (seat: Seat): Decision | undefined =>
    instance.sheet.findLast((line) => line.activation === task.activation && line.seat === seat.number && line.counts);
  return approval.seats.map((seat) => {
    const line = lineOf(seat);
    const open = seat.task === null ? undefined : instance.tasks[seat.task];
    return {
      number: seat.number,
      who: principalText(seat.principal, scene[locale]),
      people: open === undefined ? [] : waitedPeople(actsAt(scene, open), { people, locale }),
      status: seat.status === "waiting" && isSentBack ? "sentBack" : seat.status,
      isThis: seat.number === task.seat,
      decision: line === undefined ? null : decisionShown(line, { definition, people, locale }),
      addedBy: personShown(people, seat.addedBy),
      note: seat.note?.[locale] ?? null,
    };
  });
}
