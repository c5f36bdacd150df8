import type { ApprovalStep } from "../definition/model.ts";
import type { Activation, ApprovalState, Decision, Seat } from "../instance/state.ts";
import { waitedFor } from "./acting-text.ts";
import { isAtRework } from "./at-rework.ts";
import { type Because, because, both, type Scene, type Voice } from "./because.ts";
import { quoted, whoText } from "./telling.ts";
import { principalText } from "./why-who.ts";

/** The table of an approval: how it is decided, and every seat in its order: who decided what, whose turn it is, who is next. */
export function whichSeats(scene: Scene, at: Activation): readonly Because[] {
  const { approval } = at;
  const step = scene.story.definition.steps.get(at.step);
  if (approval === null || step?.kind !== "approval") return [];
  return [
    because(scene, "rule-of-approval", {
      text: both(scene, (voice) => ruleText(approval, step, voice)),
      step: at.step,
    }),
    ...approval.seats.map((seat) => seatBecause(scene, at, seat)),
  ];
}

function ruleText({ needed, seats, round, veto }: ApprovalState, { order }: ApprovalStep, voice: Voice): string {
  const { tell } = voice;
  const asked = seats.filter(({ status }) => status !== "skipped").length;
  const how =
    order === "sequential" ? tell.pick("по очереди", "one after another") : tell.pick("все сразу", "all at once");
  const rule = {
    all: tell.pick(`нужны согласия всех (${asked})`, `all ${asked} must agree`),
    count: tell.pick(
      `нужно согласий: ${needed.kind === "count" ? needed.count : 0} из ${asked}`,
      `${needed.kind === "count" ? needed.count : 0} of ${asked} must agree`,
    ),
    percent: tell.pick(
      `нужно ${needed.kind === "percent" ? needed.percent : 0} % из ${asked}`,
      `${needed.kind === "percent" ? needed.percent : 0} % of ${asked} must agree`,
    ),
  }[needed.kind];
  const nth = round > 1 ? tell.pick(`, круг ${round}`, `, round ${round}`) : "";
  const vetoed =
    veto.length === 0
      ? ""
      : tell.pick(
          `; отказ решает всё: ${veto.map((one) => principalText(one, voice)).join(", ")}`,
          `; a refusal of ${veto.map((one) => principalText(one, voice)).join(", ")} decides`,
        );
  return tell.pick(`Согласование ${how}, ${rule}${nth}${vetoed}`, `An approval ${how}: ${rule}${nth}${vetoed}`);
}

function seatBecause(scene: Scene, at: Activation, seat: Seat): Because {
  const { instance } = scene.story;
  const line = instance.sheet.findLast((one) => one.activation === at.id && one.seat === seat.number && one.counts);
  const task = seat.task === null ? undefined : instance.tasks[seat.task];
  const text = both(
    scene,
    (voice) => `${seat.number}. ${principalText(seat.principal, voice)} — ${statusText(scene, at, seat, voice)}`,
  );
  const notes = [
    ...(seat.note === null ? [] : [seat.note]),
    ...(line?.comment ? [{ ru: quoted(line.comment), en: quoted(line.comment) }] : []),
  ];
  return because(scene, `seat-${seat.status}`, {
    text,
    at: line?.at ?? task?.openedAt ?? null,
    step: at.step,
    task: seat.task,
    user: line?.by ?? task?.assignee ?? null,
    details: notes,
  });
}

function statusText(scene: Scene, at: Activation, seat: Seat, voice: Voice): string {
  const { tell } = voice;
  const { instance } = scene.story;
  const line = instance.sheet.findLast((one) => one.activation === at.id && one.seat === seat.number && one.counts);
  const task = seat.task === null ? undefined : instance.tasks[seat.task];
  switch (seat.status) {
    case "decided":
      return line ? decisionText(scene, at, line, voice) : tell.pick("решено", "decided");
    case "open":
      return `${tell.pick("решает сейчас", "deciding now")}: ${task === undefined ? "" : waitedFor(scene, task, voice)}`;
    case "waiting": {
      if (isAtRework(instance, at.id))
        return tell.pick("ждёт, пока заявку доработают", "waits until the request is sent again");
      const next = at.approval?.seats.find(({ status }) => status === "waiting");
      return next?.number === seat.number
        ? tell.pick("следующий", "next")
        : tell.pick("ждёт своей очереди", "waits for its turn");
    }
    case "skipped":
      return tell.pick("пропущен", "skipped");
    case "closed":
      return tell.pick("не понадобился", "not needed any more");
  }
}

function decisionText(scene: Scene, at: Activation, line: Decision, { tell }: Voice): string {
  const step = scene.story.definition.steps.get(at.step);
  const outcomes = step?.kind === "approval" ? step.outcomes : [];
  const word = outcomes.find(({ name }) => name === line.outcome)?.done ?? line.outcome;
  const behalf =
    line.onBehalfOf === null
      ? ""
      : tell.pick(` за ${tell.person(line.onBehalfOf)}`, ` for ${tell.person(line.onBehalfOf)}`);
  const who = line.by === null ? tell.pick("часы", "the clock") : whoText(line.by, tell);
  return `${word} (${who}${behalf})`;
}
