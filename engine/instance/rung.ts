import { assert } from "../base/assert.ts";
import type { ActivationId, UserId } from "../base/ids.ts";
import type { Rung } from "../definition/model.ts";
import { nextUp } from "../people/chart.ts";
import { strikeOut } from "../people/exclusion.ts";
import { attempt, type StepProblem } from "./attempt.ts";
import { incidentAt } from "./incident.ts";
import { openTasksInside } from "./interruption.ts";
import { keepDistance, LATE_MS, ladderPlace, scheduleRepeat } from "./ladder.ts";
import { ladderOf } from "./ladder-of.ts";
import { notice, type OwnWords, remindOfTasks, tellOfTask, titleOf } from "./message.ts";
import { stepOf } from "./places.ts";
import type { Run } from "./run.ts";
import { contextAt } from "./scope.ts";
import { hasDecided, holdersOf } from "./standing.ts";
import type { Note, Task, Timer } from "./state.ts";
import { decideByClock } from "./task-completion.ts";
import { taskWords } from "./task-words.ts";
import { readerOf, textOf } from "./text.ts";
import { principalsOf, resolveAll } from "./who.ts";

/**
 * A rung of an escalation ladder fires. `unverified`: the record of an enclosing `holds` could not be read for an hour,
 * so that it is not certain that the rung is still wanted; it fires all the same and says so.
 */
export function fireRung(run: Run, timer: Timer, unverified: boolean): void {
  const found = ladderOf(run, timer);
  const purpose = timer.purpose;
  assert(purpose.kind === "rung" && timer.id in run.instance.timers, "Only rungs whose timer stands come here");
  const rung = found?.ladder[purpose.rung];
  if (!found || !rung) return;
  keepDistance(run, timer);
  const base = run.now - timer.dueAt > LATE_MS ? run.now : timer.dueAt;
  run.emit({ kind: "timerFired", step: run.activation(found.activation).step, timer: timer.id, dueAt: timer.dueAt });
  attempt(
    run,
    () =>
      act(run, { timer, rung, index: purpose.rung, repeat: purpose.repeat, activation: found.activation, unverified }),
    (problem) => failed(run, found.activation, problem),
  );
  scheduleRepeat(run, timer, rung, base);
}

/** Said once, however often the rung repeats. */
function failed(run: Run, activation: ActivationId, problem: StepProblem): void {
  const isKnown = Object.values(run.instance.incidents).some(
    (one) => one.activation === activation && one.code === problem.code && one.seat === null,
  );
  if (!isKnown) incidentAt(run, activation, { ...problem, resolution: "retry" });
}

interface Firing {
  readonly timer: Timer;
  readonly rung: Rung;
  readonly index: number;
  readonly repeat: number;
  readonly activation: ActivationId;
  readonly unverified: boolean;
}

function act(run: Run, firing: Firing): void {
  const { timer, rung, activation } = firing;
  const tasks =
    timer.task === null
      ? openTasksInside(run, activation)
      : [run.instance.tasks[timer.task]].filter((task) => task !== undefined);
  switch (rung.action) {
    case "remind":
      return remind(run, firing, tasks);
    case "notify":
      return inform(run, firing, tasks);
    case "offer":
      return forEachTask(run, firing, tasks, offer);
    case "reassign":
      return forEachTask(run, firing, tasks, rung.repeat === "until-top" ? climb : reassign);
    case "outcome": {
      const [task] = tasks;
      fired(run, firing, []);
      if (task && rung.outcome !== null)
        decideByClock(run, task, rung.outcome, { ru: `ступень ${firing.index + 1}`, en: `rung ${firing.index + 1}` });
    }
  }
}

/** Written before what it does, so that the timeline reads in order. */
function fired(run: Run, { timer, rung, index, repeat, activation, unverified }: Firing, to: readonly UserId[]): void {
  const { step } = run.activation(activation);
  run.emit({
    kind: "rungFired",
    step,
    activation,
    task: timer.task,
    rung: index,
    repeat,
    action: rung.action,
    dueAt: timer.dueAt,
    to,
    unverified,
  });
}

function remind(run: Run, firing: Firing, tasks: readonly Task[]): void {
  fired(run, firing, [...new Set(tasks.flatMap(holdersOf))]);
  remindOfTasks(run, tasks, words(run, firing, tasks[0]));
}

/** Tells somebody else. A block's ladder speaks of the block, a task's of the task. */
function inform(run: Run, firing: Firing, tasks: readonly Task[]): void {
  const [task] = tasks;
  const all = task === undefined ? [undefined] : tasks;
  const users = [...new Set(all.flatMap((one) => told(run, firing, one)))];
  fired(run, firing, users);
  const own = words(run, firing, task);
  if (firing.timer.task !== null && task) {
    tellOfTask(run, task, users, "notify", own);
    return;
  }
  const waiting = tasks.map((open) => open.title);
  const title = waiting.length > 0 ? waiting.join("; ") : titleOf(run, firing.activation);
  const said = `${run.instance.subject}\n${title}${firing.unverified ? `\n${taskWords(run).unverified}` : ""}`;
  notice(run, firing.activation, users, {
    subject: `${taskWords(run).escalation}: ${run.instance.subject}`,
    text: (reader) => own(reader) ?? said,
    about: "notice",
    task: task?.id ?? null,
  });
}

/**
 * The file's own words, for each reader in his language. `assignee` is who had the task when the rung fired, also in the
 * message to whom it then goes. Where nobody knows whether the rung is still wanted, they say so.
 */
function words(run: Run, { rung, activation, unverified }: Firing, task: Task | undefined): OwnWords {
  const { message } = rung;
  const context = contextAt(run, ladderPlace(run, activation, task?.id ?? null));
  const warning = unverified ? `\n${taskWords(run).unverified}` : "";
  return (reader) => {
    if (message !== null) return textOf(message, context, readerOf(run, reader)) + warning;
    return unverified && task ? `${titleOf(run, activation)}${warning}` : null;
  };
}

/** Whom a notice goes to; `assignee` is who has this task. */
function told(run: Run, { rung, activation }: Firing, task: Task | undefined): readonly UserId[] {
  if (rung.to === null) return [];
  const place = ladderPlace(run, activation, task?.id ?? null);
  const { users, vacancies } = resolveAll(run, principalsOf(run, rung.to, place));
  if (users.length === 0) throw nobody(vacancies[0]);
  return users;
}

/** Who the rung means now, less those whom four eyes strike out (their manager instead where the file says so). */
function targets(
  run: Run,
  firing: Firing,
  task: Task,
): { readonly users: readonly UserId[]; readonly notes: readonly Note[] } {
  const users = told(run, firing, task);
  const step = stepOf(run.definition, task.step);
  const ifExcluded = step.kind === "userTask" || step.kind === "approval" ? step.ifExcluded : "incident";
  const left = strikeOut(users, run.facts.people, {
    excluded: new Set(task.excluded),
    ifExcluded: ifExcluded === "skip" ? "incident" : ifExcluded,
  });
  if (left.users.length === 0) throw nobody(left.vacancy ?? undefined);
  return { users: left.users, notes: left.notes.map((note) => note.says) };
}

function nobody(why: Note | undefined): Error & { says: Note } {
  const says = {
    ru: `Эскалировать некому${why ? `: ${why.ru}` : ""}.`,
    en: `There is nobody to escalate to${why ? `: ${why.en}` : ""}.`,
  };
  return Object.assign(new Error(says.en), { code: "NO_ONE_TO_ESCALATE", says }) satisfies Error &
    Pick<StepProblem, "code">;
}

/** Questions, rescues and the like are for those they were put to. */
function forEachTask(
  run: Run,
  firing: Firing,
  tasks: readonly Task[],
  move: (run: Run, firing: Firing, task: Task) => void,
): void {
  const own = tasks.filter(({ purpose }) => purpose === "work" || purpose === "seat" || purpose === "rework");
  if (own.length === 0) fired(run, firing, []);
  for (const task of own) move(run, firing, task);
}

function offer(run: Run, firing: Firing, task: Task): void {
  const own = words(run, firing, task);
  const { users } = targets(run, firing, task);
  const added = users.filter((user) => !task.candidates.includes(user) && task.assignee !== user);
  fired(run, firing, users);
  // Offered before already: whoever has it is reminded instead, so that a repeating rung never falls silent.
  if (added.length === 0 || firing.rung.to === null) {
    tellOfTask(run, task, users, "remind", own);
    return;
  }
  const [principal] = principalsOf(run, firing.rung.to, ladderPlace(run, firing.activation, task.id));
  run.emit({
    kind: "taskOffered",
    step: task.step,
    task: task.id,
    to: added,
    principal: principal ?? { user: added[0] ?? "" },
    rung: firing.index,
  });
  tellOfTask(run, task, added, "offered", own);
}

function reassign(run: Run, firing: Firing, task: Task): void {
  const { users, notes } = targets(run, firing, task);
  const left = users.filter((user) => !hasDecided(run, task.activation, user));
  if (left.length > 0 || users[0] === undefined)
    return moveTo(run, firing, task, { users: left, note: notes[0] ?? null });
  // He has decided in another seat: asking him twice would decide this one with nobody's word.
  stepUp(run, firing, task, users[0]);
}

/**
 * First to whom the rung names, then one up the chart each time, past vacancies and everybody asked already; at the top it
 * stays and reminds.
 */
function climb(run: Run, firing: Firing, task: Task): void {
  const asked = askedAlready(run, task);
  const named = firing.repeat === 0 ? namedBy(run, firing, task).filter((user) => !asked.has(user)) : [];
  if (named.length > 0) return moveTo(run, firing, task, { users: named, note: null });
  stepUp(run, firing, task, task.assignee ?? task.candidates[0]);
}

function stepUp(run: Run, firing: Firing, task: Task, from: UserId | undefined): void {
  const next = from === undefined ? null : nextUp(run.facts.people, from, askedAlready(run, task));
  if (next === null) return remind(run, firing, [task]);
  moveTo(run, firing, task, { users: [next], note: null });
}

function askedAlready(run: Run, task: Task): ReadonlySet<string> {
  return new Set<string>([...task.asked, ...task.excluded, ...decidedHere(run, task)]);
}

function namedBy(run: Run, { rung, activation }: Firing, task: Task): readonly UserId[] {
  if (rung.to === null) return [];
  return resolveAll(run, principalsOf(run, rung.to, ladderPlace(run, activation, task.id))).users;
}

/** Who has decided in this approval already: asking him again would be asking twice. */
function decidedHere(run: Run, task: Task): readonly UserId[] {
  return run.instance.sheet
    .filter((line) => line.activation === task.activation && line.counts && line.by !== null)
    .map((line) => line.by as UserId);
}

function moveTo(
  run: Run,
  firing: Firing,
  task: Task,
  target: { readonly users: readonly UserId[]; readonly note: Note | null },
): void {
  const [only, ...more] = target.users;
  const own = words(run, firing, task);
  fired(run, firing, target.users);
  if (only === undefined || (more.length === 0 && only === task.assignee)) {
    tellOfTask(run, task, holdersOf(task), "remind", own);
    return;
  }
  const to = more.length === 0 ? only : null;
  run.emit({
    kind: "taskReassigned",
    step: task.step,
    task: task.id,
    by: null,
    from: task.assignee,
    to,
    candidates: to === null ? target.users : [],
    override: false,
    rung: firing.index,
    note: target.note,
  });
  tellOfTask(run, task, target.users, "reassigned", own);
}
