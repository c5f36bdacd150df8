import type { ActivationId, StepId } from "../base/ids.ts";
import type { Text } from "../definition/problem.ts";
import type { HistoryEvent } from "../instance/event.ts";
import type { Activation } from "../instance/state.ts";
import { type Because, because, both, type Scene } from "./because.ts";
import { completed } from "./tell-tasks.ts";
import { stepTitle, whoText } from "./telling.ts";

type Entered = HistoryEvent & { kind: "stepEntered" };

/** A container inside a container: deeper than any process that a person could read. */
const DEPTH_MAX = 50;

/** How the token came to a step: how the instance began, through which containers, after what, under which condition. */
export function whyHere(scene: Scene, at: Activation): readonly Because[] {
  const chain = chainOf(scene, at);
  const before = chain.map((one) => whatPreceded(scene, one));
  const last = before.findLastIndex((reasons) => reasons.length > 0);
  return [
    ...howItBegan(scene),
    ...chain.flatMap((one, index) => [...whichLane(scene, one), ...(index === last ? (before[index] ?? []) : [])]),
    ...whichCondition(scene, at.step),
    ...whichVisit(scene, at),
  ];
}

/** The activations around one and itself, outermost first. */
export function chainOf(scene: Scene, at: Activation): readonly Activation[] {
  const chain: Activation[] = [at];
  for (let one = at; one.parent !== null && chain.length < DEPTH_MAX; ) {
    const parent: Activation | undefined = scene.story.instance.activations[one.parent];
    if (!parent) break;
    chain.unshift(parent);
    one = parent;
  }
  return chain;
}

/** Who or what started the instance. */
export function howItBegan(scene: Scene): readonly Because[] {
  const [first] = scene.story.history;
  if (first?.kind !== "instanceStarted") return [];
  const { cause, requester } = first;
  const event = cause?.["event"];
  const text = both(scene, ({ tell }) => {
    if (typeof event === "string")
      return tell.pick(
        `Процесс запущен событием: ${tell.event(event)}`,
        `The instance was started by an event: ${tell.event(event)}`,
      );
    if (typeof cause?.["instance"] === "string")
      return tell.pick(
        `Процесс запущен другим процессом (${cause["instance"]})`,
        `The instance was started by another one (${cause["instance"]})`,
      );
    if (requester !== null)
      return tell.pick(
        `Инициатор — ${tell.person(requester)}`,
        `The instance was started by ${tell.person(requester)}`,
      );
    return first.start === null
      ? tell.pick("Процесс запущен вручную", "The instance was started by hand")
      : tell.pick("Процесс запущен по расписанию", "The instance was started by its schedule");
  });
  return [because(scene, "started", { text, at: first.at, user: requester })];
}

/** What it means to be in this lane of its container: a case that held, an element, a branch, an error caught. */
function whichLane(scene: Scene, at: Activation): readonly Because[] {
  const parent = at.parent === null ? undefined : scene.story.instance.activations[at.parent];
  const step = parent && scene.story.definition.steps.get(parent.step);
  if (!parent || !step) return [];
  const [kind = "", name = ""] = split(at.lane);
  const title = `«${parent.title}»`;
  const say = (code: string, text: Text): readonly Because[] => [
    because(scene, code, { text, step: step.id, at: parent.enteredAt }),
  ];
  if (kind === "timeout") {
    return say("timeout", {
      ru: `Вышло время шага ${title}: идёт то, что файл велит на этот случай`,
      en: `The time of ${title} is over: what the file says for that case is running`,
    });
  }
  if (step.kind === "switch" && kind === "case") {
    const when = step.cases[Number(name)]?.when ?? null;
    const number = Number(name) + 1;
    return say(
      "case",
      when === null
        ? { ru: `В выборе ${title} не подошло ни одно условие: иначе`, en: `In ${title} no condition held: otherwise` }
        : {
            ru: `В выборе ${title} выполнилось условие ${number}: ${when.text}`,
            en: `In ${title} condition ${number} held: ${when.text}`,
          },
    );
  }
  if (step.kind === "for" && kind === "item") {
    const item = parent.items?.[Number(name) - 1] ?? null;
    const count = parent.items?.length ?? 0;
    return say(
      "item",
      both(scene, ({ tell }) =>
        tell.pick(
          `Элемент ${name} из ${count} в «${parent.title}»: ${tell.value(item)}`,
          `Element ${name} of ${count} in “${parent.title}”: ${tell.value(item)}`,
        ),
      ),
    );
  }
  if (step.kind === "do") return say("inside", { ru: `Внутри этапа ${title}`, en: `Inside ${title}` });
  if (step.kind === "fork" && kind === "branch")
    return say("branch", { ru: `Ветвь «${name}» шага ${title}`, en: `Branch “${name}” of ${title}` });
  if (step.kind === "try" && kind === "catch") {
    return say("caught", {
      ru: `В ${title} поймана ошибка: идёт её обработка`,
      en: `An error was caught in ${title}: it is being handled`,
    });
  }
  if (step.kind === "try" && name !== "" && name !== "1")
    return say("retried", { ru: `Попытка ${name} в ${title}`, en: `Attempt ${name} of ${title}` });
  return [];
}

function split(lane: string): readonly [string, string] {
  const at = lane.indexOf(":");
  return at < 0 ? [lane, ""] : [lane.slice(0, at), lane.slice(at + 1)];
}

/** The step before, with what came of it; steps between that were skipped, with their conditions. */
function whatPreceded(scene: Scene, at: Activation): readonly Because[] {
  const { history } = scene.story;
  const entered = history.findLastIndex((event) => event.kind === "stepEntered" && event.activation === at.id);
  if (entered < 0) return [];
  const places = placesOf(history);
  const own = places.get(at.id);
  const skipped: Because[] = [];
  for (let index = entered - 1; index >= 0; index--) {
    const event = history[index];
    if (event?.kind === "stepSkipped" && event.parent === at.parent && event.lane === at.lane)
      skipped.unshift(skippedBecause(scene, event));
    if (event?.kind !== "stepCompleted") continue;
    const place = places.get(event.activation);
    if (
      place?.parent !== own?.parent ||
      place?.lane !== own?.lane ||
      (place?.step === at.step && event.activation === at.id)
    )
      continue;
    return [after(scene, event), ...skipped];
  }
  return skipped;
}

function placesOf(history: readonly HistoryEvent[]): ReadonlyMap<ActivationId, Entered> {
  return new Map(
    history.flatMap((event) => (event.kind === "stepEntered" ? [[event.activation, event] as const] : [])),
  );
}

function skippedBecause(scene: Scene, event: HistoryEvent & { kind: "stepSkipped" }): Because {
  const step = scene.story.definition.steps.get(event.step);
  const condition = step?.if?.text ?? "";
  const text = both(scene, ({ tell, words }) => {
    const title = step ? words.text(step.title) : event.step;
    return tell.pick(
      `Шаг «${title}» пропущен: не выполнилось условие ${condition}`,
      `“${title}” was skipped: its condition did not hold: ${condition}`,
    );
  });
  return because(scene, "skipped", { text, at: event.at, step: event.step });
}

/** `После «Назначьте менеджера»: Вера Орлова: Выполнено`. */
function after(scene: Scene, event: HistoryEvent & { kind: "stepCompleted" }): Because {
  const { story } = scene;
  const decision = story.history.findLast(
    (one) => one.kind === "taskCompleted" && one.activation === event.activation && one.sequence <= event.sequence,
  );
  const title = stepTitle(story, event.step) ?? event.step;
  const details = event.closed === null ? [] : [closedWords(event.closed)];
  if (decision?.kind !== "taskCompleted") {
    const text = { ru: `Шаг начался после «${title}»`, en: `The step began after “${title}”` };
    return because(scene, "after", { text, at: event.at, step: event.step, details });
  }
  const text = both(scene, ({ tell }) => {
    const said = completed({ tell, host: story, event: decision });
    return tell.pick(`Шаг начался после «${title}» — ${said.text}`, `The step began after “${title}” — ${said.text}`);
  });
  const comment = decision.comment === null ? [] : [{ ru: `«${decision.comment}»`, en: `“${decision.comment}”` }];
  return because(scene, "after", {
    text,
    at: event.at,
    step: event.step,
    task: decision.task,
    user: decision.by,
    details: [...details, ...comment],
  });
}

const CLOSED: Readonly<Record<string, Text>> = {
  until: { ru: "тот закрылся: дело сделано иначе", en: "it was closed: the matter was settled otherwise" },
  timeout: { ru: "у того вышло время", en: "its time was over" },
  skipped: { ru: "его никто не делал", en: "nobody did it" },
  error: { ru: "он прервался ошибкой", en: "it ended with an error" },
  any: { ru: "другая ветвь успела раньше", en: "another branch came first" },
  rework: { ru: "возвращено на доработку", en: "it was sent back" },
};

function closedWords(reason: string): Text {
  return CLOSED[reason] ?? { ru: `закрыт: ${reason}`, en: `closed: ${reason}` };
}

function whichCondition(scene: Scene, id: StepId): readonly Because[] {
  const condition = scene.story.definition.steps.get(id)?.if;
  if (!condition) return [];
  return [
    because(scene, "condition", {
      text: { ru: `Выполнилось условие шага: ${condition.text}`, en: `The step's condition held: ${condition.text}` },
      step: id,
    }),
  ];
}

function whichVisit(scene: Scene, { visit, step, enteredAt }: Activation): readonly Because[] {
  if (visit < 2) return [];
  const text = { ru: `Процесс здесь уже ${visit}-й раз`, en: `It is visit ${visit} of this step` };
  return [because(scene, "visit", { text, step, at: enteredAt })];
}

/** Who suspended it, when and why. */
export function whySuspended(scene: Scene): readonly Because[] {
  const { instance, history } = scene.story;
  if (instance.status !== "suspended") return [];
  const event = history.findLast((one) => one.kind === "instanceSuspended");
  const by = event?.kind === "instanceSuspended" ? event.by : null;
  const reason = event?.kind === "instanceSuspended" ? event.reason : null;
  const text = both(scene, ({ tell }) =>
    tell.pick(
      `Процесс приостановлен: ${whoText(by, tell)}${reason === null ? "" : ` — «${reason}»`}`,
      `The instance is suspended by ${whoText(by, tell)}${reason === null ? "" : ` — “${reason}”`}`,
    ),
  );
  const resume = `ordo resume ${instance.id}`;
  const details = [
    {
      ru: `Часы стоят, задания закрыты для ответов. Пустить дальше: ${resume}`,
      en: `Its clock stands still and its tasks take no answers. To let it go on: ${resume}`,
    },
  ];
  return [because(scene, "suspended", { text, at: event?.at ?? instance.suspendedAt, user: by, details })];
}
