import { suggest } from "../../engine/base/suggest.ts";
import type { Text } from "../../engine/definition/problem.ts";
import { REJECTIONS } from "../../engine/instance/reject.ts";
import type { Refusal, Shown } from "../../engine/runtime/use-cases.ts";
import type { Operating } from "./operate.ts";

/** Instances and tasks looked through for one that was probably meant. */
const SUGGESTED_FROM = 200;

/** The instance of that id or number, or why there is none, with the one that was probably meant. */
export async function instanceNamed(name: string, operating: Operating): Promise<Shown | Refusal> {
  const shown = await operating.engine.show(name);
  return shown ?? unknownInstance(name, operating);
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
  const { reason, remedy } = REJECTIONS.TASK_NOT_OPEN;
  return refusal(
    "TASK_NOT_OPEN",
    { ru: `Открытого задания с таким номером нет. ${reason.ru}`, en: `There is no open task of this id. ${reason.en}` },
    near === null
      ? { ru: `${remedy.ru} Открытые: ordo tasks`, en: `${remedy.en} Open ones: ordo tasks` }
      : meant(near, remedy),
  );
}

function meant(near: string, or: Text): Text {
  return { ru: `Может быть, ${near}? ${or.ru}`, en: `Did you mean ${near}? ${or.en}` };
}

function refusal(code: string, reason: Text, remedy: Text): Refusal {
  return { kind: "rejected", code, reason, remedy, fields: {} };
}
