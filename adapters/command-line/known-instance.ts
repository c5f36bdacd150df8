import { id, type TaskId } from "../../engine/base/ids.ts";
import { suggest } from "../../engine/base/suggest.ts";
import type { Text } from "../../engine/definition/problem.ts";
import { harmless } from "../../engine/definition/show-line.ts";
import { REJECTIONS } from "../../engine/instance/reject.ts";
import type { Refusal, Shown } from "../../engine/runtime/use-cases.ts";
import { wrongUse } from "../complaint.ts";
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

/**
 * The task that a command means: an id of one, or an instance (`process/number`) where the operator has one open task
 * alone. What fits neither is handed on as it stands: the engine refuses it and writes that down.
 */
export async function taskNamed(name: string, operating: Operating): Promise<TaskId> {
  if (TASK_ID.test(name)) return id<TaskId>(name);
  const shown = await operating.engine.show(name);
  if (shown === null) return id<TaskId>(name);
  const { user } = await operatorOf(operating);
  const { rows } = await operating.engine.tasks({ instance: shown.row.id, actor: user, limit: SUGGESTED_FROM });
  const [one, ...others] = rows;
  if (one !== undefined && others.length === 0) return one.id;
  const all = one === undefined ? (await operating.engine.tasks({ instance: shown.row.id, limit: 10 })).rows : rows;
  const list = all.map((task) => `${task.id}  ${harmless(task.title)}`).join("\n");
  throw wrongUse(
    one === undefined
      ? { ru: `В процессе ${name} у вас нет открытого задания.`, en: `You have no open task in ${name}.` }
      : { ru: `В процессе ${name} у вас несколько заданий.`, en: `You have several tasks in ${name}.` },
    list === ""
      ? { ru: `Где он стоит: ordo why ${name}`, en: `Where it stands: ordo why ${name}` }
      : { ru: `Назовите задание:\n${list}`, en: `Name the task:\n${list}` },
  );
}

/** Was it not found (or not done)? Then this says why. */
export function isRefusal(value: object): value is Refusal {
  return "kind" in value && value.kind === "rejected";
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
