import { type Portal, PortalFailure, type PortalParams, type PortalValue, type Row } from "../../bitrix24/portal.ts";
import {
  type EntityStore,
  fieldsOf,
  type ReadyChange,
  type Standing,
  type Ways,
  type WriteAnswer,
} from "./entity-store.ts";
import { ORIGINATOR, originOf } from "./origin.ts";
import { mapOf, type PortalField, PortalFields, rowsOf } from "./portal-field.ts";
import type { EntityDescription } from "./record-schema.ts";
import { rowsByNumber } from "./rows-by-number.ts";
import { notesUnsupported } from "./unsupported.ts";

/** Conditions as CRM records know them → as the list of tasks does. */
const NARROWING: Readonly<Record<string, string>> = {
  "@id": "ID",
  ">id": ">ID",
  ">=updatedTime": ">=CHANGED_DATE",
};

type Brief = readonly [name: string, upper: string, type: string, more?: Partial<PortalField>];

const STATUSES = new Map([
  ["2", "pending"],
  ["3", "in progress"],
  ["4", "control"],
  ["5", "completed"],
  ["6", "deferred"],
]);

/** Tasks describe themselves nowhere; these fields are known. */
const FIELDS: readonly Brief[] = [
  ["id", "ID", "integer", { isReadOnly: true }],
  ["title", "TITLE", "string"],
  ["description", "DESCRIPTION", "text"],
  ["responsibleId", "RESPONSIBLE_ID", "user"],
  ["createdBy", "CREATED_BY", "user"],
  ["accomplices", "ACCOMPLICES", "user", { isMultiple: true }],
  ["auditors", "AUDITORS", "user", { isMultiple: true }],
  ["deadline", "DEADLINE", "datetime"],
  ["groupId", "GROUP_ID", "integer"],
  ["priority", "PRIORITY", "string"],
  ["status", "STATUS", "enumeration", { isReadOnly: true, options: STATUSES }],
  ["closedDate", "CLOSED_DATE", "datetime", { isReadOnly: true }],
  ["changedDate", "CHANGED_DATE", "datetime", { isReadOnly: true }],
  ["xmlId", "XML_ID", "string", { isReadOnly: true }],
  ["ufCrmTask", "UF_CRM_TASK", "crm", { isMultiple: true }],
];

/** Tasks of the portal. A task made under a key is known by its external code. */
export class PortalTasks implements EntityStore {
  readonly knowsGone = false;
  readonly knowsChanged = true;
  readonly #portal: Portal;

  constructor(portal: Portal) {
    this.#portal = portal;
  }

  async describe(): Promise<EntityDescription> {
    const fields = FIELDS.map(
      ([name, upperName, type, more]): PortalField => ({
        ...{ name, upperName, type, title: upperName, isMultiple: false, isReadOnly: false },
        ...{ options: new Map(), linked: [], ...more },
      }),
    );
    return { fields: new PortalFields(fields), stages: [] };
  }

  read(numbers: readonly number[], _select: readonly string[], ways: Ways): Promise<readonly Row[]> {
    return rowsByNumber(numbers, (some) => this.#pages({ ID: some }, ways));
  }

  /** Ids and the moment of the last change narrow; everything else is judged by whoever asks. */
  async *pages(
    filter: Readonly<Record<string, PortalValue>>,
    _select: readonly string[],
    ways: Ways,
  ): AsyncIterable<readonly Row[]> {
    const known = Object.entries(filter).flatMap(([name, value]) => {
      const own = NARROWING[name];
      return own === undefined ? [] : [[own, value] as const];
    });
    yield* this.#pages(Object.fromEntries(known), ways);
  }

  async highest(ways: Ways): Promise<number> {
    const method = "tasks.task.list";
    const params = { select: ["ID"], order: { ID: "DESC" }, start: 0 };
    const answer = await this.#portal.call(method, params, { ...ways, effect: "read" });
    if (answer.kind !== "done") throw new PortalFailure(method, answer);
    return Math.max(0, ...rowsOf(mapOf(answer.result)["tasks"]).map((row) => Number(row["id"])));
  }

  async standing(number: number, ways: Ways): Promise<Standing> {
    const [row] = await this.read([number], [], ways);
    // The portal has one answer for a task that is gone and for one that we may not see.
    return row === undefined ? "unsure" : "there";
  }

  async add(changes: readonly ReadyChange[], key: string, ways: Ways): Promise<WriteAnswer> {
    const fields = { ...upperFields(changes, true), XML_ID: codeOf(key) };
    const answer = await this.#portal.call("tasks.task.add", { fields }, { ...ways, effect: "write" });
    if (answer.kind !== "done") return answer;
    return { kind: "done", item: null, number: Number(mapOf(mapOf(answer.result)["task"])["id"]) };
  }

  async made(key: string, ways: Ways): Promise<number | null> {
    for await (const rows of this.#pages({ XML_ID: codeOf(key) }, ways)) {
      const [row] = rows;
      if (row !== undefined) return Number(row["id"]);
    }
    return null;
  }

  async update(item: Row, changes: readonly ReadyChange[], ways: Ways): Promise<WriteAnswer> {
    const number = Number(item["id"]);
    const params = { taskId: number, fields: upperFields(changes, false) };
    const answer = await this.#portal.call("tasks.task.update", params, { ...ways, effect: "write" });
    return answer.kind === "done" ? { kind: "done", item: null, number } : answer;
  }

  async clear(): Promise<null> {
    return null;
  }

  async comment(): Promise<WriteAnswer> {
    throw notesUnsupported();
  }

  async comments(): Promise<never> {
    throw notesUnsupported();
  }

  async *#pages(filter: PortalParams, ways: Ways): AsyncIterable<readonly Row[]> {
    const method = "tasks.task.list";
    const select = FIELDS.map(([, upper]) => upper);
    const wanted = (result: unknown): readonly Row[] => rowsOf(mapOf(result)["tasks"]);
    // Tasks are filtered by `>ID` but called `id` in the answer: pages are counted instead.
    const params = { select, filter, order: { ID: "ASC" } };
    for await (const rows of this.#portal.rows(method, params, { rows: wanted, id: "id", by: "offset" }, ways))
      yield rows.map((row) => ({ ...row, id: Number(row["id"]), updatedTime: row["changedDate"] ?? "" }));
  }
}

function upperFields(changes: readonly ReadyChange[], isNew: boolean): PortalParams {
  const uppers = new Map(FIELDS.map(([name, upper]) => [name, upper]));
  const fields = Object.entries(fieldsOf(changes, isNew));
  return Object.fromEntries(fields.map(([name, value]) => [uppers.get(name) ?? name, value]));
}

function codeOf(key: string): string {
  return `${ORIGINATOR}:${originOf(key)}`;
}
