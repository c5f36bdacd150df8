import type { UserId } from "../base/ids.ts";
import { instant } from "../base/instant.ts";
import { attached } from "./attached.ts";
import { tellOfTask } from "./message.ts";
import { openTask } from "./open-task.ts";
import { Rejected } from "./reject.ts";
import type { Run } from "./run.ts";
import { holdersOf } from "./standing.ts";
import type { Attached, Task, Timer, TimerPurpose } from "./state.ts";
import { type Acting, mustBeFree, mustHold, mustPermit, mustReceive } from "./task-commands.ts";
import { taskWords } from "./task-words.ts";
import { cancel, schedule, timersWhere } from "./timers.ts";

/**
 * Who has the task asks somebody (the requester unless named otherwise) before deciding. The clock runs on unless the
 * file says `pauseClock: true`; then ladder and timeout stand still until the answer.
 */
export function askForInfo(
  run: Run,
  act: Acting,
  question: { readonly to: UserId | null; readonly text: string; readonly files?: Attached },
): void {
  mustHold(act);
  mustPermit(act, "ask-for-info");
  const to = question.to ?? run.instance.requester;
  if (to === null) throw new Rejected("USER_NOT_FOUND");
  // Answering is not deciding: the requester may answer although `notBy` names him.
  mustReceive(run, { ...act.task, excluded: [] }, to);
  mustBeFree(run, act);
  const { task } = act;
  const { text, files } = question;
  run.emit({
    kind: "commentAdded",
    step: task.step,
    task: task.id,
    by: act.by,
    text,
    info: "question",
    ...attached(files),
  });
  openTask(run, {
    activation: task.activation,
    purpose: "info",
    title: `${taskWords(run).question}: ${task.title}`,
    assignee: to,
    candidates: [],
    facts: task.facts,
    about: task.about,
    instructions: text,
    outcomes: [{ name: "done", title: taskWords(run).answer, done: taskWords(run).answered, needs: [] }],
    asks: task.id,
  });
  if (pausesClock(act) && task.pausedAt === null) stopClock(run, task);
}

function pausesClock({ step }: Acting): boolean {
  return (step.kind === "userTask" || step.kind === "approval") && step.pauseClock;
}

/** The answer is told to those who have the task, and its clock goes on. */
export function answered(
  run: Run,
  info: Task,
  by: UserId,
  { text, files }: { readonly text: string; readonly files?: Attached },
): void {
  const asked = info.asks === null ? undefined : run.instance.tasks[info.asks];
  if (!asked) return;
  run.emit({ kind: "commentAdded", step: asked.step, task: asked.id, by, text, info: "answer", ...attached(files) });
  const isLast = run.instance.tasks[asked.id]?.pausedAt === null;
  if (isLast && asked.pausedAt !== null) startClock(run, asked, run.now - asked.pausedAt);
  tellOfTask(run, asked, holdersOf(asked), "answer", () => `${taskWords(run).answerTo} «${asked.title}»: ${text}`);
}

/**
 * A stopped clock is its timers pushed beyond reach and brought back by as much as it stood still; the timers keep their
 * purpose, so that no rung is lost.
 */
function stopClock(run: Run, task: Task): void {
  move(run, clockOf(run, task), PAUSE_MS);
}

/** Longer than any question waits (100 years). */
export const PAUSE_MS = 100 * 365 * 86_400_000;

function startClock(run: Run, task: Task, stoodMs: number): void {
  const stopped = clockOf(run, task).filter((timer) => timer.dueAt > run.now + PAUSE_MS / 2);
  move(run, stopped, stoodMs - PAUSE_MS);
}

/** The task's ladder, and the timeout of its step. */
function clockOf(run: Run, task: Task): readonly Timer[] {
  return timersWhere(
    run,
    (one) => one.task === task.id || (one.activation === task.activation && one.purpose.kind === "timeout"),
  );
}

function move(run: Run, timers: readonly Timer[], byMs: number): void {
  for (const timer of timers) {
    const { activation, task, purpose, dueAt } = timer;
    cancel(run, timer);
    schedule(run, { activation, task, purpose: pushed(run, purpose), dueAt: instant(dueAt + byMs) });
  }
}

function pushed(run: Run, purpose: TimerPurpose): TimerPurpose {
  const isClock = purpose.kind === "rung" || purpose.kind === "timeout";
  return isClock ? { ...purpose, counted: { from: run.now, by: null } } : purpose;
}
