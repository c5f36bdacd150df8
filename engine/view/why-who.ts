import { datesAt } from "../calendar/dates-at.ts";
import type { Text } from "../definition/problem.ts";
import { renderPrincipal } from "../expression/render-principal.ts";
import type { HistoryEvent } from "../instance/event.ts";
import type { Task } from "../instance/state.ts";
import { absenceOf, deputiesOf } from "../people/absence.ts";
import type { Principal } from "../people/directory.ts";
import { personOf } from "../people/lookup.ts";
import { type Because, because, both, type Scene, type Voice } from "./because.ts";
import type { Teller } from "./teller.ts";
import { quoted, whoText } from "./telling.ts";

/** Why this task is whose it is: the rule of the file, replacements, turns, and everything that moved it since. */
export function whyWho(scene: Scene, task: Task): readonly Because[] {
  const said = (code: string, text: Text, user: string | null = null): Because =>
    because(scene, code, { text, at: task.openedAt, step: task.step, task: task.id, user });
  return [
    said("holder", holderText(scene, task), task.assignee),
    ...ruleOf(scene, task).map((text) => said("principal", text)),
    ...turnOf(scene, task),
    ...task.notes.map((note) => said("note", note)),
    ...movesOf(scene, task),
    ...awayOf(scene, task),
    ...excludedOf(scene, task),
  ];
}

/** `Задание у Веры Орловой`, `Задание может взять любой из: …`. */
function holderText(scene: Scene, task: Task): Text {
  return both(scene, ({ tell }) => {
    const also =
      task.candidates.length === 0 || task.claimed
        ? ""
        : tell.pick(
            `, взять могут и: ${tell.people(task.candidates)}`,
            `, ${tell.people(task.candidates)} may take it too`,
          );
    if (task.assignee !== null) {
      const owner = task.claimed
        ? tell.pick("Задание взято:", "Claimed by")
        : tell.pick("Исполнитель —", "Assigned to");
      return `${owner} ${tell.person(task.assignee)}${also}`;
    }
    return tell.pick(
      `Задание ещё никто не взял; могут: ${tell.people(task.candidates)}`,
      `Nobody has claimed it yet; these may: ${tell.people(task.candidates)}`,
    );
  });
}

/** Whom the file names: `по правилу процесса: руководитель отдела «Клиентский отдел»`. */
function ruleOf(scene: Scene, task: Task): readonly Text[] {
  const { definition, instance } = scene.story;
  const step = definition.steps.get(task.step);
  if (task.purpose === "info")
    return [{ ru: "Ему задали вопрос по другому заданию", en: "A question about another task was put to this person" }];
  if (task.purpose === "rework")
    return [{ ru: "Инициатор: ему вернули на доработку", en: "The requester: it was sent back for rework" }];
  if (task.purpose === "rescue")
    return [{ ru: "Администраторы: поручить было некому", en: "The administrators: there was nobody to ask" }];
  const seat = instance.activations[task.activation]?.approval?.seats.find(({ number }) => number === task.seat);
  if (seat)
    return [
      both(scene, (voice) =>
        voice.tell.pick(
          `Место ${seat.number} на согласовании: ${principalText(seat.principal, voice)}`,
          `Seat ${seat.number} of the approval: ${principalText(seat.principal, voice)}`,
        ),
      ),
      ...(seat.addedBy === null ? [] : [addedText(scene, seat.addedBy)]),
    ];
  if (step?.kind !== "userTask") return [];
  return [
    both(scene, ({ tell, words }) => {
      const named = [
        words.people(step.assignee),
        words.people(step.candidateUsers),
        words.groups(step.candidateGroups),
      ].filter((one) => one !== "");
      return tell.pick(`По правилу процесса: ${named.join("; ")}`, `By the process's rule: ${named.join("; ")}`);
    }),
  ];
}

function addedText(scene: Scene, by: string): Text {
  return both(scene, ({ tell }) =>
    tell.pick(`Место добавлено: ${tell.person(by)}`, `The seat was added by ${tell.person(by)}`),
  );
}

/** «руководитель: Клиентский отдел» */
export function principalText(principal: Principal, { tell }: Voice): string {
  return (
    renderPrincipal({ ...principal }, { locale: tell.locale, people: tell.around.people }) ?? JSON.stringify(principal)
  );
}

function turnOf(scene: Scene, task: Task): readonly Because[] {
  const opened = scene.story.history.find((event) => event.kind === "taskOpened" && event.task.id === task.id);
  if (opened?.kind !== "taskOpened") return [];
  const { turn, recalls } = opened;
  const taken =
    turn === null
      ? []
      : [
          because(scene, "turn", {
            text: both(scene, (voice) => {
              const { tell } = voice;
              const group = principalText({ group: turn.group }, voice);
              return tell.pick(
                `По очереди группы «${group}»: очередь дошла до ${tell.person(turn.user)}`,
                `In turn: it was the turn of ${tell.person(turn.user)} in “${group}”`,
              );
            }),
            at: opened.at,
            step: task.step,
            task: task.id,
            user: turn.user,
          }),
        ];
  const again =
    recalls === null
      ? []
      : [
          because(scene, "recalled", {
            text: {
              ru: "Прежнее решение здесь отменено тем, кто его принял",
              en: "An earlier decision here was recalled",
            },
            at: opened.at,
            step: task.step,
            task: task.id,
          }),
        ];
  return [...taken, ...again];
}

/** Everything that happened to the task since it opened, in order. */
function movesOf(scene: Scene, task: Task): readonly Because[] {
  return scene.story.history.flatMap((event) => {
    if (!("task" in event) || event.task !== task.id) return [];
    const text = moveText(scene, event);
    if (text === null) return [];
    const details = event.kind === "taskReassigned" && event.note !== null ? [event.note] : [];
    return [because(scene, MOVES[event.kind] ?? event.kind, { ...detailsOf(event, details), text, task: task.id })];
  });
}

function detailsOf(event: HistoryEvent, details: readonly Text[]) {
  const { at, actor } = event;
  return { at, user: actor, details, step: "step" in event ? event.step : null };
}

const MOVES: Readonly<Record<string, string>> = {
  taskClaimed: "claimed",
  taskUnclaimed: "unclaimed",
  taskDelegated: "delegated",
  taskReassigned: "reassigned",
  rungFired: "escalated",
  commentAdded: "asked",
};

function moveText(scene: Scene, event: HistoryEvent): Text | null {
  const [ru, en] = [moveWords(event, scene.ru.tell), moveWords(event, scene.en.tell)];
  return ru === null || en === null ? null : { ru, en };
}

function moveWords(event: HistoryEvent, tell: Teller): string | null {
  switch (event.kind) {
    case "taskClaimed": {
      const behalf =
        event.onBehalfOf === null
          ? ""
          : tell.pick(` (за: ${tell.person(event.onBehalfOf)})`, ` (for ${tell.person(event.onBehalfOf)})`);
      return tell.pick(
        `${tell.person(event.by)} берёт задание${behalf}`,
        `${tell.person(event.by)} claimed it${behalf}`,
      );
    }
    case "taskUnclaimed":
      return tell.pick(`${tell.person(event.by)} возвращает его в очередь`, `${tell.person(event.by)} put it back`);
    case "taskDelegated":
      return tell.pick(
        `${tell.person(event.by)} поручает: ${tell.person(event.to)}; отвечает по-прежнему ${tell.person(event.owner)}`,
        `${tell.person(event.by)} delegated it to ${tell.person(event.to)}; ${tell.person(event.owner)} still answers for it`,
      );
    case "taskReassigned":
      return reassignedWords(event, tell);
    case "rungFired":
      return rungWords(event, tell);
    case "commentAdded":
      return event.info !== "question"
        ? null
        : tell.pick(
            `${tell.person(event.by)} спрашивает: ${quoted(event.text)}`,
            `${tell.person(event.by)} asks: ${quoted(event.text)}`,
          );
    default:
      return null;
  }
}

function reassignedWords(event: HistoryEvent & { kind: "taskReassigned" }, tell: Teller): string {
  const to = event.to === null ? tell.people(event.candidates) : tell.person(event.to);
  if (event.rung !== null)
    return tell.pick(`Не ответили в срок: задание перешло — ${to}`, `Nobody answered in time: it passed to ${to}`);
  const override = event.override ? tell.pick(" (администратор)", " (administrator)") : "";
  return tell.pick(
    `${whoText(event.by, tell)}${override} передаёт: ${to}`,
    `${whoText(event.by, tell)}${override} reassigned it to ${to}`,
  );
}

/** What a rung did to the task; its repeats are left to the timeline. */
function rungWords(event: HistoryEvent & { kind: "rungFired" }, tell: Teller): string | null {
  if (event.repeat > 0 || event.action === "reassign" || event.action === "outcome") return null;
  const action = {
    remind: tell.pick("напомнили", "reminded"),
    notify: tell.pick("сообщили", "told"),
    offer: tell.pick("предложено ещё", "also offered to"),
  }[event.action];
  return `${tell.pick("Нет ответа в срок", "No answer in time")}: ${action} ${tell.people(event.to)}`;
}

/** Holders who are away today, and who may stand in. */
function awayOf(scene: Scene, task: Task): readonly Because[] {
  const { people } = scene.ru.tell.around;
  const dateOf = datesAt(scene.now, scene.story.definition.calendar);
  const holders = task.assignee === null ? task.candidates : [task.assignee];
  return holders.flatMap((user) => {
    const person = personOf(people, user);
    const absence = person && absenceOf(person, dateOf);
    if (!absence) return [];
    const deputies = deputiesOf(people, user, dateOf).map((one) => one.user);
    const text = both(scene, ({ tell }) => {
      const until = tell.value({ $type: "date", value: absence.to });
      const away = tell.pick(
        `${tell.person(user)} отсутствует до ${until}`,
        `${tell.person(user)} is away until ${until}`,
      );
      return deputies.length === 0
        ? tell.pick(`${away}, замещающего нет`, `${away}, nobody stands in`)
        : tell.pick(
            `${away}; решить может и ${tell.people(deputies)}`,
            `${away}; ${tell.people(deputies)} may act too`,
          );
    });
    return [because(scene, "substitute", { text, step: task.step, task: task.id, user })];
  });
}

function excludedOf(scene: Scene, task: Task): readonly Because[] {
  if (task.excluded.length === 0) return [];
  const text = both(scene, ({ tell }) =>
    tell.pick(
      `Четыре глаза — здесь не решает: ${tell.people(task.excluded)}`,
      `Four eyes — may not decide here: ${tell.people(task.excluded)}`,
    ),
  );
  return [because(scene, "excluded", { text, step: task.step, task: task.id })];
}
