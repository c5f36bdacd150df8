import { RecordRefusal } from "../../../engine/record/record-refusal.ts";
import { type Portal, PortalFailure, type PortalParams, type PortalValue, type Row } from "../../bitrix24/portal.ts";
import {
  type EntityStore,
  fieldsOf,
  type ReadyChange,
  type Standing,
  type Ways,
  type WriteAnswer,
} from "./entity-store.ts";
import { listFields, listRow, rowsOfList } from "./list-fields.ts";
import { originOf } from "./origin.ts";
import { PortalFields, rowsOf, valuesOf } from "./portal-field.ts";
import type { EntityDescription } from "./record-schema.ts";
import { rowsByNumber } from "./rows-by-number.ts";
import { notesUnsupported } from "./unsupported.ts";

/**
 * Elements of a universal list. Their code is unique in the list, so that one key makes one element. An update replaces
 * the whole element: everything it holds is sent again.
 */
export class PortalList implements EntityStore {
  readonly knowsGone = false;
  readonly knowsChanged = false;
  readonly #portal: Portal;
  readonly #list: PortalParams;
  #fields: PortalFields = new PortalFields([]);

  constructor(portal: Portal, iblock: number) {
    this.#portal = portal;
    this.#list = { IBLOCK_TYPE_ID: "lists", IBLOCK_ID: iblock };
  }

  async describe(ways: Ways): Promise<EntityDescription | null> {
    try {
      const fields = await listFields(this.#portal, Number(this.#list["IBLOCK_ID"]), ways);
      // The portal would clear or keep files in ways that nobody documents: they are read only.
      this.#fields = new PortalFields(
        fields.all.map((field) => (field.type === "file" ? { ...field, isReadOnly: true } : field)),
      );
      return { fields: this.#fields, stages: [] };
    } catch (error) {
      if (
        error instanceof PortalFailure &&
        error.answer.kind === "refused" &&
        error.answer.code !== "insufficient_scope"
      )
        return null;
      throw error;
    }
  }

  read(numbers: readonly number[], _select: readonly string[], ways: Ways): Promise<readonly Row[]> {
    return rowsByNumber(numbers, (some) => this.#pages({ ID: some }, ways));
  }

  /** Only ids narrow: what the list's own filter understands differs from property to property. */
  async *pages(
    filter: Readonly<Record<string, PortalValue>>,
    _select: readonly string[],
    ways: Ways,
  ): AsyncIterable<readonly Row[]> {
    const ids = filter["@id"];
    yield* this.#pages(ids === undefined ? {} : { ID: ids }, ways);
  }

  async highest(ways: Ways): Promise<number> {
    let highest = 0;
    for await (const rows of this.#pages({}, ways))
      highest = Math.max(highest, ...rows.map((row) => Number(row["id"])));
    return highest;
  }

  async standing(number: number, ways: Ways): Promise<Standing> {
    const [row] = await this.read([number], [], ways);
    // Elements have rights of their own, and one that we may not see is left out like one that is gone.
    return row === undefined ? "unsure" : "there";
  }

  async add(changes: readonly ReadyChange[], key: string, ways: Ways): Promise<WriteAnswer> {
    const method = "lists.element.add";
    const params = { ...this.#list, ELEMENT_CODE: codeOf(key), FIELDS: fieldsOf(changes, true) };
    const answer = await this.#portal.call(method, params, { ...ways, effect: "write" });
    if (answer.kind === "done") return { kind: "done", item: null, number: Number(answer.result) };
    if (answer.kind === "refused" && answer.code === "ERROR_ELEMENT_ALREADY_EXISTS") {
      const made = await this.made(key, ways);
      if (made !== null) return { kind: "done", item: null, number: made };
    }
    return answer;
  }

  async made(key: string, ways: Ways): Promise<number | null> {
    const method = "lists.element.get";
    const params = { ...this.#list, ELEMENT_CODE: codeOf(key) };
    const answer = await this.#portal.call(method, params, { ...ways, effect: "read" });
    if (answer.kind !== "done") throw new PortalFailure(method, answer);
    const [row] = rowsOf(answer.result);
    return row === undefined ? null : Number(row["ID"]);
  }

  async update(item: Row, changes: readonly ReadyChange[], ways: Ways): Promise<WriteAnswer> {
    const files = this.#fields.all.filter(({ type, name }) => type === "file" && valuesOf(item[name]).length > 0);
    if (files.length > 0) throw holdsFiles(Number(item["id"]));
    const whole = this.#fields.all
      .filter(({ isReadOnly, name }) => !isReadOnly && name !== "ID" && name !== "CODE" && item[name] !== null)
      .flatMap(({ name }) => (item[name] === undefined ? [] : [[name, item[name] as PortalValue] as const]));
    const params = {
      ...this.#list,
      ELEMENT_ID: Number(item["id"]),
      FIELDS: { ...Object.fromEntries(whole), ...fieldsOf(changes, false) },
    };
    const answer = await this.#portal.call("lists.element.update", params, { ...ways, effect: "write" });
    return answer.kind === "done" ? { kind: "done", item: null, number: Number(item["id"]) } : answer;
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
    const params = Object.keys(filter).length === 0 ? this.#list : { ...this.#list, FILTER: filter };
    for await (const rows of rowsOfList(this.#portal, params, ways))
      yield rows.map((row) => ({ ...listRow(row, this.#fields), id: Number(row["ID"]) }));
  }
}

function codeOf(key: string): string {
  return `ordo-${originOf(key)}`;
}

function holdsFiles(number: number): RecordRefusal {
  return new RecordRefusal("LIST_HOLDS_FILES", {
    ru: `В элементе списка ${number} есть файлы: портал стёр бы их при изменении других полей. Измените элемент в портале`,
    en: `The list element ${number} holds files: the portal would lose them when other fields change. Change it in the portal`,
  });
}
