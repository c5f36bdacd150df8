import { id, type TaskId } from "../../engine/base/ids.ts";
import { suggest } from "../../engine/base/suggest.ts";
import type { Text } from "../../engine/definition/problem.ts";
import { harmless } from "../../engine/definition/show-line.ts";
import { REJECTIONS } from "../../engine/instance/reject.ts";
import type { TaskRow } from "../../engine/ports/store.ts";
import type { Refusal, Shown } from "../../engine/runtime/use-cases.ts";
import { taskName } from "../../engine/view/short-name.ts";
import type { Operating } from "./operate.ts";
import { operatorOf } from "./operator.ts";

/** Instances and tasks looked through for one that was probably meant. */
const SUGGESTED_FROM = 200;

/** The instance of that id or number, or why there is none, with the one that was probably meant. */
export async function instanceNamed(name: string, operating: Operating): Promise<Shown | Refusal> {
  const shown = await operating.engine.show(TASK_ID.exec(name)?.[1] ?? name);
  return shown ?? unknownInstance(name, operating);
}

/** An id of a task begins with its instance's: `<instance>/<step>#<visit>/<purpose>@<event>`. */
export const TASK_ID = /^(.+)\/[^/]+#\d+\/[^/]+@\d+$/;

/** A task as people call it: `mail-intake/12/sort`, or the instance alone. */
const SHORT_TASK = /^([^/]+\/\d{1,15})\/([^/#@]+)$/;

/** The instance and, where it is said, the step that a short name of a task means. */
function shortTask(name: string): { readonly instance: string; readonly step: string | null } {
  const [, instance, step] = SHORT_TASK.exec(name) ?? [];
  return instance === undefined || step === undefined ? { instance: name, step: null } : { instance, step };
}

/**
 * The task that a command means: an id of one, an instance (`process/number`) where the operator has one open task alone,
 * or `process/number/step`. What fits none of them is handed on as it stands: the engine refuses it and writes that down.
 *
 * @returns a refusal where it is none (`TASK_NOT_OPEN`) or one of several (`TASK_AMBIGUOUS`); both list what there is
 */
export async function taskNamed(name: string, operating: Operating): Promise<TaskId | Refusal> {
  if (TASK_ID.test(name)) return id<TaskId>(name);
  const { instance, step } = shortTask(name);
  const shown = await operating.engine.show(instance);
  if (shown === null) return id<TaskId>(name);
  const { user } = await operatorOf(operating);
  const wanted = { instance: shown.row.id, limit: SUGGESTED_FROM };
  const own = (await operating.engine.tasks({ ...wanted, actor: user })).rows;
  const fitting = own.filter((task) => step === null || task.step === step);
  const [one, ...others] = fitting;
  if (one !== undefined && others.length === 0) return one.id;
  const open = (await operating.engine.tasks(wanted)).rows;
  if (one !== undefined) return refusal("TASK_AMBIGUOUS", severalText(name), whichOf(fitting, open, shown));
  // An administrator may act on a task that is not his: the only one of the step is meant.
  const [there, ...more] = open.filter((task) => task.step === step);
  if (there !== undefined && more.length === 0) return there.id;
  return refusal("TASK_NOT_OPEN", noneText(name), open.length === 0 ? whereText(name) : whichOf(open, open, shown));
}

function severalText(name: string): Text {
  return { ru: `Под именем ${name} у вас несколько заданий.`, en: `You have several tasks called ${name}.` };
}

function noneText(name: string): Text {
  return { ru: `Открытого задания ${name} у вас нет.`, en: `You have no open task called ${name}.` };
}

function whereText(name: string): Text {
  const { instance } = shortTask(name);
  return { ru: `Где стоит процесс: ordo why ${instance}`, en: `Where it stands: ordo why ${instance}` };
}

/** The tasks by the names that tell them apart. */
function whichOf(rows: readonly TaskRow[], open: readonly TaskRow[], { row }: Shown): Text {
  const list = rows.map((task) => `${taskName(task, row, open)}  ${harmless(task.title)}`).join("\n");
  return { ru: `Назовите задание:\n${list}`, en: `Name the task:\n${list}` };
}

/**
 * The closed task whose decision is recalled: an id, or as {@link taskNamed} the last that the operator decided in an
 * instance (or in that step of it).
 */
export async function decidedTaskNamed(name: string, operating: Operating): Promise<TaskId> {
  if (TASK_ID.test(name)) return id<TaskId>(name);
  const { instance, step } = shortTask(name);
  const shown = await operating.engine.show(instance);
  if (shown === null) return id<TaskId>(name);
  const { user } = await operatorOf(operating);
  const line = shown.instance.sheet.findLast((one) => one.by === user && (step === null || one.step === step));
  return line?.task ?? id<TaskId>(name);
}

/** The open task of that name, whoever it is for; null where the name is no task's. */
export async function anyTaskNamed(name: string, { engine }: Operating): Promise<TaskId | null> {
  if (TASK_ID.test(name)) return id<TaskId>(name);
  const { instance, step } = shortTask(name);
  const shown = step === null ? null : await engine.show(instance);
  if (shown === null) return null;
  return Object.values(shown.instance.tasks).find((task) => task.step === step)?.id ?? null;
}

/** Was it not found (or not done)? Then this says why. */
export function isRefusal(value: object | string): value is Refusal {
  return typeof value === "object" && "kind" in value && value.kind === "rejected";
}

async function unknownInstance(name: string, { engine }: Operating): Promise<Refusal> {
  const { rows } = await engine.instances({}, { limit: SUGGESTED_FROM });
  const near = suggest(
    name,
    rows.flatMap(({ id, process, number }) => [`${process}/${number}`, id]),
  );
  const list = { ru: "Все процессы: ordo instances", en: "All instances: ordo instances" };
  const { reason } = REJECTIONS.INSTANCE_NOT_FOUND;
  return refusal("INSTANCE_NOT_FOUND", reason, near === null ? list : meant(near, list));
}

/** Why a task cannot be found among the open ones; one of a similar id, if there is. */
export async function unknownTask(name: string, { engine }: Operating): Promise<Refusal> {
  const { rows } = await engine.tasks({ limit: SUGGESTED_FROM });
  const near = suggest(
    name,
    rows.map(({ id }) => id),
  );
  const open = { ru: "Открытые: ordo tasks", en: "Open ones: ordo tasks" };
  return refusal(
    "TASK_NOT_OPEN",
    {
      ru: "Открытого задания с таким номером нет: его закрыли, или номер неверен.",
      en: "There is no open task of this id: it was closed, or the id is wrong.",
    },
    near === null ? open : meant(near, open),
  );
}

function meant(near: string, or: Text): Text {
  return { ru: `Может быть, ${near}? ${or.ru}`, en: `Did you mean ${near}? ${or.en}` };
}

function refusal(code: string, reason: Text, remedy: Text): Refusal {
  return { kind: "rejected", code, reason, remedy, fields: {} };
}
