import Type, { type Static } from "typebox";
import type { DateOf } from "../../engine/people/absence.ts";
import { actsToday } from "../../engine/people/acts-today.ts";
import type { DirectorySnapshot } from "../../engine/people/directory.ts";
import type { InstanceRow } from "../../engine/ports/queries.ts";
import type { TaskRow } from "../../engine/ports/store.ts";
import type { Viewer } from "../accounts/viewer.ts";
import { taskAddress } from "../task-address.ts";
import type { Service } from "./api-service.ts";
import { isoOf } from "./iso-of.ts";
import { NOBODY_OR_PERSON, namedOrNobody } from "./named-person.ts";
import { WAITED_PERSON, waitedPeople } from "./waited-person.ts";

const TEXT_OR_NULL = Type.Union([Type.String(), Type.Null()]);

export const INSTANCE_STATUS = Type.Enum(["running", "suspended", "completed", "failed", "canceled"]);

/** Somebody's turn, as a list of instances tells it. */
const TURN = Type.Object({
  task: Type.String({ description: "Address of the task." }),
  title: Type.String(),
  purpose: Type.String(),
  people: Type.Array(WAITED_PERSON),
  since: Type.String(),
  dueAt: TEXT_OR_NULL,
});

/** An instance as lists show it. */
export const INSTANCE_ROW = Type.Object(
  {
    id: Type.String(),
    process: Type.String(),
    title: Type.String({ description: "Of the process." }),
    number: Type.Integer(),
    subject: Type.String(),
    status: INSTANCE_STATUS,
    requester: NOBODY_OR_PERSON,
    startedAt: Type.String(),
    endedAt: TEXT_OR_NULL,
    turns: Type.Array(TURN, { description: "Whose turn it is now; empty: it waits for no person." }),
    isStopped: Type.Boolean({ description: "An incident stops it, and it waits for no person." }),
  },
  { $id: "InstanceRow" },
);

/** Open tasks told beside one instance. */
const TURNS_MAX = 5;

/** Rows of a list with whose turn it is today. */
export async function instanceRows(
  { useCases, assembled }: Pick<Service, "useCases" | "assembled">,
  rows: readonly InstanceRow[],
  telling: { readonly people: DirectorySnapshot; readonly dateOf: DateOf; readonly locale: "ru" | "en" },
): Promise<readonly Static<typeof INSTANCE_ROW>[]> {
  const titles = await processTitles({ assembled });
  const shown: Static<typeof INSTANCE_ROW>[] = [];
  for (const row of rows) {
    const tasks = row.endedAt === null ? (await useCases.tasks({ instance: row.id, limit: TURNS_MAX })).rows : [];
    const isStopped =
      row.endedAt === null &&
      tasks.length === 0 &&
      (await useCases.incidents({ instance: row.id, limit: 1 })).rows.length > 0;
    shown.push({
      ...{ id: row.id, process: row.process, number: row.number, subject: row.subject, status: row.status },
      title: titles.get(row.process) ?? row.process,
      requester: namedOrNobody(telling.people, row.requester),
      startedAt: isoOf(row.startedAt),
      endedAt: row.endedAt === null ? null : isoOf(row.endedAt),
      ...{ turns: tasks.map((task) => turnOf(task, telling)), isStopped },
    });
  }
  return shown;
}

/** Titles of the processes in force. */
export async function processTitles({ assembled }: Pick<Service, "assembled">): Promise<ReadonlyMap<string, string>> {
  const { current } = await assembled.engine.library.inForce();
  return new Map([...current].map(([process, { definition }]) => [process, definition.title]));
}

/** Whose the list is: what somebody started himself, or everything that he may see. */
export function requesterOf(viewer: Viewer, isMine: boolean): { readonly requester?: Viewer["user"] } {
  return isMine ? { requester: viewer.user } : {};
}

function turnOf(task: TaskRow, telling: Parameters<typeof instanceRows>[2]): Static<typeof TURN> {
  const { id, title, purpose, openedAt, dueAt } = task;
  return {
    ...{ task: taskAddress(id), title, purpose, since: isoOf(openedAt) },
    people: waitedPeople(actsToday(telling.people, task, telling.dateOf), telling),
    dueAt: dueAt === null ? null : isoOf(dueAt),
  };
}
