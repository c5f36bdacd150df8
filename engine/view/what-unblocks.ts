import type { Awaited } from "../definition/model.ts";
import type { Text } from "../definition/problem.ts";
import type { Activation, Call, Incident, Task } from "../instance/state.ts";
import { waitedFor } from "./acting-text.ts";
import { type Because, because, both, type Scene } from "./because.ts";
import { relativeText } from "./moment.ts";
import { instanceName, taskName } from "./short-name.ts";
import { momentOf } from "./telling.ts";
import { chainOf } from "./why-here.ts";

/** What has to happen for a step to go on: who must do what, which event, which call, which incident. */
export function whatUnblocks(scene: Scene, at: Activation, tasks: readonly Task[]): readonly Because[] {
  const { instance } = scene.story;
  const own = <T extends { readonly activation: string | null }>(all: Readonly<Record<string, T>>): readonly T[] =>
    Object.values(all).filter(({ activation }) => activation === at.id);
  return [
    // A rescue task is told with its incident.
    ...tasks.filter(({ purpose }) => purpose !== "rescue").map((task) => byTask(scene, task)),
    ...own(instance.incidents).map((incident) => byIncident(scene, incident)),
    ...own(instance.calls).flatMap((call) => byCall(scene, call)),
    ...own(instance.timers).flatMap(({ purpose, dueAt }) =>
      purpose.kind === "wait"
        ? [
            because(scene, "clock", {
              text: both(scene, ({ tell }) => clockText(momentOf(dueAt, tell), tell.locale)),
              at: dueAt,
              step: at.step,
            }),
          ]
        : [],
    ),
    ...chainOf(scene, at).flatMap((one) => bySubscription(scene, one)),
  ];
}

function clockText(moment: string, locale: "ru" | "en"): string {
  return locale === "ru" ? `Время: ждём до ${moment}` : `The clock: it waits until ${moment}`;
}

/** What belongs to no step: records being loaded before the first one, an incident of the instance as a whole. */
export function whatUnblocksAll(scene: Scene): readonly Because[] {
  const { instance } = scene.story;
  const calls = Object.values(instance.calls).filter(({ activation }) => activation === null);
  const incidents = Object.values(instance.incidents).filter(({ activation }) => activation === null);
  return [...calls.flatMap((call) => byCall(scene, call)), ...incidents.map((incident) => byIncident(scene, incident))];
}

function byTask(scene: Scene, task: Task): Because {
  const question = Object.values(scene.story.instance.tasks).find(({ asks }) => asks === task.id);
  const holders = task.assignee === null ? task.candidates : [task.assignee];
  const text = both(scene, (voice) => {
    const { tell } = voice;
    const who = waitedFor(scene, task, voice);
    const answers = task.outcomes.map((outcome) => outcome.title).join(" / ");
    const does =
      task.assignee === null && holders.length > 1
        ? tell.pick(
            `Кто-то из них должен взять и выполнить «${task.title}»: ${who}`,
            `One of these must claim and do “${task.title}”: ${who}`,
          )
        : tell.pick(`Должен ответить: ${who} — «${task.title}»`, `${who} must answer “${task.title}”`);
    return answers === "" ? does : `${does} (${answers})`;
  });
  const late = task.dueAt !== null && task.dueAt < scene.now;
  const due =
    task.dueAt === null
      ? []
      : [
          both(scene, ({ tell }) => {
            const moment = `${momentOf(task.dueAt ?? scene.now, tell)}, ${relativeText(task.dueAt ?? scene.now, scene.now, tell.locale)}`;
            return late
              ? tell.pick(`срок прошёл: ${moment}`, `overdue since ${moment}`)
              : tell.pick(`срок — ${moment}`, `due ${moment}`);
          }),
        ];
  const paused =
    question === undefined
      ? []
      : [
          both(scene, (voice) =>
            voice.tell.pick(
              `сначала ждём ответа на вопрос: ${waitedFor(scene, question, voice)}${task.pausedAt === null ? "" : "; срок на это время стоит"}`,
              `a question is open first, to ${waitedFor(scene, question, voice)}${task.pausedAt === null ? "" : "; its clock stands still meanwhile"}`,
            ),
          ),
        ];
  const complete = `ordo complete ${shortName(task, scene)}`;
  const command = { ru: complete, en: complete };
  return because(scene, "task", {
    text,
    at: task.dueAt,
    step: task.step,
    task: task.id,
    user: task.assignee,
    details: [...due, ...paused, command],
  });
}

function shortName(task: { readonly id: string; readonly step: string }, { story: { instance } }: Scene): string {
  return taskName(task, instance, Object.values(instance.tasks));
}

function byIncident(scene: Scene, { id, code, message, remedy, step, at, resolution }: Incident): Because {
  const { instance } = scene.story;
  const rescue = Object.values(instance.tasks).find(({ incident }) => incident === id);
  const isAlone = Object.keys(instance.incidents).length === 1;
  const retry = `ordo retry ${instanceName(instance)}${isAlone ? "" : ` ${id}`}`;
  const command: Text =
    resolution === "assign" && rescue
      ? both(scene, (voice) => {
          const who = waitedFor(scene, rescue, voice);
          return voice.tell.pick(
            `назвать, кто решает, должен администратор (${who}): ordo complete ${shortName(rescue, scene)}`,
            `an administrator (${who}) must name who decides: ordo complete ${shortName(rescue, scene)}`,
          );
        })
      : { ru: `когда причина устранена: ${retry}`, en: `once the cause is mended: ${retry}` };
  const text = { ru: `Сбой ${code}: ${message.ru}`, en: `Incident ${code}: ${message.en}` };
  return because(scene, "incident", { text, at, step, task: rescue?.id ?? null, details: [remedy, command] });
}

function byCall(scene: Scene, call: Call): readonly Because[] {
  const { instance } = scene.story;
  if (call.withdrawn || call.purpose.kind === "told") return [];
  const step = call.activation === null ? null : (instance.activations[call.activation]?.step ?? null);
  const timer = Object.values(instance.timers).find(
    ({ purpose }) => purpose.kind === "attempt" && purpose.call === call.id,
  );
  const text = both(scene, ({ tell }) => {
    const what = operationText(call, tell.locale);
    if (call.resting)
      return timer === undefined
        ? tell.pick(`${what}: между попытками`, `${what}: between attempts`)
        : tell.pick(
            `${what}: попытка ${call.attempt} не удалась, следующая — ${momentOf(timer.dueAt, tell)}`,
            `${what}: attempt ${call.attempt} failed, the next one is at ${momentOf(timer.dueAt, tell)}`,
          );
    return call.operation === "process.run"
      ? what
      : tell.pick(
          `${what}: ждём ответа, попытка ${call.attempt}`,
          `${what}: waiting for the answer, attempt ${call.attempt}`,
        );
  });
  const details = [...lastFailure(scene, call), { ru: `ключ ${call.key}`, en: `key ${call.key}` }];
  return [because(scene, "call", { text, at: timer?.dueAt ?? call.requestedAt, step, details })];
}

/** What the attempt before came to. */
function lastFailure(scene: Scene, { id }: Call): readonly Text[] {
  const ended = scene.story.history.findLast((event) => event.kind === "callEnded" && event.call === id);
  if (ended?.kind !== "callEnded" || !("message" in ended.outcome)) return [];
  const { message } = ended.outcome;
  return [{ ru: `прошлая попытка: ${message}`, en: `the attempt before: ${message}` }];
}

function operationText({ operation, input, message }: Call, locale: "ru" | "en"): string {
  const words = OPERATIONS[message === null ? operation : "message.send"];
  if (operation === "process.run") {
    const name = String(input["process"]);
    return locale === "ru" ? `Ждём окончания процесса ${name}` : `Waiting for the end of process ${name}`;
  }
  return words ? words[locale] : operation;
}

const OPERATIONS: Readonly<Record<string, Text>> = {
  "message.send": { ru: "Отправка сообщения", en: "Sending a message" },
  "records.load": { ru: "Чтение карточек входных данных", en: "Reading the records of the input" },
  "crm.look": { ru: "Проверка карточки в CRM", en: "A look at the record in the CRM" },
};

/** An event, a message or a record's state that ends the step or a block around it. */
function bySubscription(scene: Scene, { subscription, step: id, title, enteredAt }: Activation): readonly Because[] {
  const step = scene.story.definition.steps.get(id);
  if (subscription === null || !step) return [];
  const awaited = step.kind === "listen" ? step.awaited : step.kind === "do" ? step.until : null;
  const text = both(scene, ({ tell }) => {
    const about =
      subscription.record === null
        ? ""
        : tell.pick(` (${tell.record(subscription.record)})`, ` (${tell.record(subscription.record)})`);
    const condition = conditionOf(awaited);
    const where = condition === null ? "" : tell.pick(`, где ${condition}`, `, where ${condition}`);
    switch (subscription.kind) {
      case "holds":
        return tell.pick(
          `${step.kind === "listen" ? "Карточка" : `Или закроется весь блок «${title}», когда карточка`}${about} станет такой: ${condition ?? ""}`,
          `${step.kind === "listen" ? "The record" : `Or the whole block “${title}” closes once the record`}${about} is such that ${condition ?? ""}`,
        );
      case "event":
        return tell.pick(
          `Событие: ${subscription.names.map((name) => tell.event(name)).join(" или ")}${about}${where}`,
          `An event: ${subscription.names.map((name) => tell.event(name)).join(" or ")}${about}${where}`,
        );
      case "message": {
        const key =
          subscription.key === null
            ? ""
            : tell.pick(` с ключом ${subscription.key}`, ` with the key ${subscription.key}`);
        return tell.pick(
          `Сообщение ${subscription.names.join(", ")}${key}${where}`,
          `Message ${subscription.names.join(", ")}${key}${where}`,
        );
      }
    }
  });
  return [because(scene, subscription.kind, { text, at: enteredAt, step: id })];
}

function conditionOf(awaited: Awaited | null): string | null {
  if (awaited === null) return null;
  return awaited.kind === "holds" ? awaited.holds.text : (awaited.where?.text ?? null);
}
