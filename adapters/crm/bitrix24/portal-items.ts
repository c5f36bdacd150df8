import {
  type Portal,
  type PortalAnswer,
  PortalFailure,
  type PortalParams,
  type PortalValue,
  type Row,
} from "../../bitrix24/portal.ts";
import {
  type EntityStore,
  fieldsOf,
  type ReadyChange,
  type Standing,
  type Upload,
  type Ways,
  type WriteAnswer,
} from "./entity-store.ts";
import { ORIGINATOR, originOf } from "./origin.ts";
import { itemFields, mapOf, type PortalFields, rowsOf } from "./portal-field.ts";
import { readStages } from "./read-stages.ts";
import type { EntityDescription } from "./record-schema.ts";
import { commentsOf, postComment } from "./timeline.ts";

/** Ids named by one call; the portal's page. */
const PAGE = 50;
/** Rows up to which pages are asked for by offset, fifty pages a request; more are read behind the last id. */
const OFFSET_ROWS_MAX = 20_000;

/** Legacy methods, which can clear what `crm.item.update` cannot. */
const LEGACY: Readonly<Record<number, string>> = { 1: "crm.lead", 2: "crm.deal", 3: "crm.contact", 4: "crm.company" };

/** CRM records of one kind: `crm.item.*`, and legacy methods where these cannot clear. */
export class PortalItems implements EntityStore {
  readonly knowsGone = true;
  knowsChanged = false;
  readonly #portal: Portal;
  readonly #entityTypeId: number;
  /** How an item made by us is known again: by origin, or by its external code. Learned from its fields. */
  #marks: "origin" | "xmlId" = "origin";

  constructor(portal: Portal, entityTypeId: number) {
    this.#portal = portal;
    this.#entityTypeId = entityTypeId;
  }

  async describe(ways: Ways): Promise<EntityDescription | null> {
    const entityTypeId = this.#entityTypeId;
    const answer = await this.#portal.call("crm.item.fields", { entityTypeId }, { ...ways, effect: "read" });
    if (answer.kind === "refused" && answer.code === "NOT_FOUND") return null;
    if (answer.kind !== "done") throw new PortalFailure("crm.item.fields", answer);
    const fields = itemFields(answer.result);
    this.#marks = marksIn(fields);
    this.knowsChanged = fields.get("updatedTime") !== null;
    const stages = fields.get("stageId") === null ? [] : await readStages(this.#portal, entityTypeId, ways);
    return { fields, stages };
  }

  async read(numbers: readonly number[], select: readonly string[], ways: Ways): Promise<readonly Row[]> {
    const chunks = Array.from({ length: Math.ceil(numbers.length / PAGE) }, (_, at) =>
      this.#list({ "@id": numbers.slice(at * PAGE, (at + 1) * PAGE) }, select, -1),
    );
    return this.#lists(chunks, ways);
  }

  /**
   * The first page with a count; where it says that there are more, the others by offset, fifty pages a request. Where
   * rows moved meanwhile (one was deleted), and for very many, page by page behind the last id.
   */
  async *pages(
    filter: Readonly<Record<string, PortalValue>>,
    select: readonly string[],
    ways: Ways,
  ): AsyncIterable<readonly Row[]> {
    const method = "crm.item.list";
    const head = await this.#portal.call(method, this.#list(filter, select, 0), { ...ways, effect: "read" });
    if (head.kind !== "done") throw new PortalFailure(method, head);
    const first = itemsOf(head.result);
    const total = head.total ?? first.length;
    if (head.next === null) {
      yield first;
      return;
    }
    if (total <= OFFSET_ROWS_MAX) {
      const starts = Array.from({ length: Math.ceil(total / PAGE) - 1 }, (_, at) => (at + 1) * PAGE);
      const rest = await this.#lists(
        starts.map((start) => this.#list(filter, select, start)),
        ways,
      );
      const all = new Map([...first, ...rest].map((row) => [Number(row["id"]), row] as const));
      if (all.size >= total) {
        yield [...all.values()].sort((one, other) => Number(one["id"]) - Number(other["id"]));
        return;
      }
    }
    const params: PortalParams = { entityTypeId: this.#entityTypeId, select, filter };
    yield* this.#portal.rows(method, params, { rows: itemsOf, id: "id" }, ways);
  }

  async highest(ways: Ways): Promise<number> {
    const method = "crm.item.list";
    const newest = { ...this.#list({}, ["id"], -1), order: { id: "DESC" } };
    const answer = await this.#portal.call(method, newest, { ...ways, effect: "read" });
    if (answer.kind !== "done") throw new PortalFailure(method, answer);
    return Math.max(0, ...itemsOf(answer.result).map((row) => Number(row["id"])));
  }

  async standing(number: number, ways: Ways): Promise<Standing> {
    const answer = await this.#get(number, ways);
    if (answer.kind === "done") return "there";
    if (answer.kind === "refused" && answer.code === "NOT_FOUND") return "gone";
    if (answer.kind === "refused" && answer.code === "ACCESS_DENIED") return "forbidden";
    throw new PortalFailure("crm.item.get", answer);
  }

  async add(changes: readonly ReadyChange[], key: string, ways: Ways): Promise<WriteAnswer> {
    const mark: PortalParams =
      this.#marks === "origin"
        ? { originatorId: ORIGINATOR, originId: originOf(key) }
        : { xmlId: `${ORIGINATOR}:${originOf(key)}` };
    return this.#write("crm.item.add", { fields: { ...fieldsOf(changes, true), ...mark } }, ways);
  }

  async made(key: string, ways: Ways): Promise<number | null> {
    const origin = originOf(key);
    const filter: PortalParams =
      this.#marks === "origin"
        ? { "=originatorId": ORIGINATOR, "=originId": origin }
        : { "=xmlId": `${ORIGINATOR}:${origin}` };
    const rows = await this.#lists([this.#list(filter, ["id"], -1)], ways);
    const numbers = rows.map((row) => Number(row["id"]));
    return numbers.length === 0 ? null : Math.min(...numbers);
  }

  async update(item: Row, changes: readonly ReadyChange[], ways: Ways): Promise<WriteAnswer> {
    return this.#write("crm.item.update", { id: Number(item["id"]), fields: fieldsOf(changes, false) }, ways);
  }

  async clear(item: Row, changes: readonly ReadyChange[], ways: Ways): Promise<WriteAnswer | null> {
    const legacy = LEGACY[this.#entityTypeId];
    const values = changes.filter((change) => change.kind === "value");
    if (legacy === undefined || values.length === 0) return null;
    const number = Number(item["id"]);
    const method = `${legacy}.update`;
    const fields = Object.fromEntries(values.map(({ field, value }) => [field.upperName, value]));
    const answer = await this.#portal.call(method, { id: number, fields }, { ...ways, effect: "write" });
    if (answer.kind !== "done") return answer;
    const [row] = await this.read([number], ["*", ...values.map(({ field }) => field.name)], ways);
    return { kind: "done", item: row ?? null, number };
  }

  comment(number: number, text: string, files: readonly Upload[], ways: Ways): Promise<WriteAnswer> {
    return postComment(this.#portal, { entityTypeId: this.#entityTypeId, number }, { text, files }, ways);
  }

  comments(number: number, ways: Ways) {
    return commentsOf(this.#portal, { entityTypeId: this.#entityTypeId, number }, ways);
  }

  #list(filter: Readonly<Record<string, PortalValue>>, select: readonly string[], start: number): PortalParams {
    // A batch cannot carry an empty map.
    const wanted = Object.keys(filter).length === 0 ? {} : { filter };
    return { entityTypeId: this.#entityTypeId, select, ...wanted, order: { id: "ASC" }, start };
  }

  /** Lists of one page each, as few requests as possible. */
  async #lists(lists: readonly PortalParams[], ways: Ways): Promise<readonly Row[]> {
    const method = "crm.item.list";
    if (lists.length === 0) return [];
    const how = { ...ways, effect: "read" } as const;
    const [only] = lists;
    const answers =
      lists.length === 1 && only !== undefined
        ? [await this.#portal.call(method, only, how)]
        : await this.#portal.batch(
            lists.map((params) => ({ method, params })),
            how,
          );
    return answers.flatMap((answer) => {
      if (answer.kind !== "done") throw new PortalFailure(method, answer);
      return itemsOf(answer.result);
    });
  }

  #get(id: number, ways: Ways): Promise<PortalAnswer> {
    return this.#portal.call("crm.item.get", { entityTypeId: this.#entityTypeId, id }, { ...ways, effect: "read" });
  }

  async #write(method: string, params: PortalParams, ways: Ways): Promise<WriteAnswer> {
    const entityTypeId = this.#entityTypeId;
    const answer = await this.#portal.call(method, { entityTypeId, ...params }, { ...ways, effect: "write" });
    if (answer.kind !== "done") return answer;
    const item = mapOf(mapOf(answer.result)["item"]);
    return { kind: "done", item, number: Number(item["id"]) };
  }
}

function itemsOf(result: unknown): readonly Row[] {
  return rowsOf(mapOf(result)["items"]);
}

function marksIn(fields: PortalFields): "origin" | "xmlId" {
  return fields.get("originId") === null ? "xmlId" : "origin";
}
