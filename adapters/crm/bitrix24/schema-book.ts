import type { Instant } from "../../../engine/base/instant.ts";
import type { Catalog } from "../../../engine/definition/catalog.ts";
import type { Clock } from "../../../engine/ports/clock.ts";
import { RecordRefusal } from "../../../engine/record/record-refusal.ts";
import type { Portal } from "../../bitrix24/portal.ts";
import type { PortalUsers } from "../../bitrix24/portal-users.ts";
import type { EntityStore, Ways } from "./entity-store.ts";
import type { Entity, RecordMapping } from "./mapping.ts";
import type { MappingProblem } from "./mapping-problem.ts";
import { PortalItems } from "./portal-items.ts";
import { PortalList } from "./portal-list.ts";
import { PortalTasks } from "./portal-tasks.ts";
import type { Meanings } from "./portal-value.ts";
import { RecordSchema } from "./record-schema.ts";

/** How long what the portal says of its fields is believed. 15 minutes in milliseconds. */
const BELIEVED_MS = 15 * 60_000;

/** What the schemas are made from. */
export interface SchemaParts {
  readonly portal: Portal;
  readonly records: Readonly<Record<string, RecordMapping>>;
  readonly catalog: Catalog | null;
  readonly users: PortalUsers;
  readonly clock: Pick<Clock, "now">;
}

/** One record type: what it looks like, and how it is reached. */
export interface MappedType {
  readonly schema: RecordSchema;
  readonly store: EntityStore;
}

/** The record types of the mapping, each compared with what the portal has. Learned when first needed. */
export class SchemaBook {
  readonly #parts: SchemaParts;
  readonly #meanings: Meanings;
  readonly #stores: ReadonlyMap<string, EntityStore>;
  readonly #known = new Map<string, { readonly schema: RecordSchema; readonly at: Instant }>();
  readonly #learning = new Map<string, Promise<RecordSchema>>();

  constructor(parts: SchemaParts) {
    const { records, portal, users } = parts;
    this.#parts = parts;
    this.#stores = new Map(Object.values(records).map(({ type, entity }) => [type, storeOf(entity, portal)]));
    const numberOf = (type: string): number | null => {
      const entity = records[type]?.entity;
      return entity?.kind === "item" ? entity.entityTypeId : null;
    };
    this.#meanings = {
      users,
      entityOf: numberOf,
      typesOf: (number) => Object.keys(records).filter((type) => numberOf(type) === number),
    };
  }

  get types(): readonly string[] {
    return Object.keys(this.#parts.records);
  }

  has(type: string): boolean {
    return this.#stores.has(type);
  }

  /** @throws {RecordRefusal} `RECORD_TYPE_UNMAPPED`, `MAPPING_WRONG` @throws {PortalFailure} */
  async of(type: string, ways: Ways): Promise<MappedType> {
    const store = this.#stores.get(type);
    if (store === undefined) throw unmapped(type);
    const schema = await this.#learn(type, store, ways);
    if (!schema.isUsable) throw wrongMapping(type, schema.problems);
    return { schema, store };
  }

  /** What of the whole mapping the portal does not bear out, as it is now. @throws {PortalFailure} */
  async problems(ways: Ways): Promise<readonly MappingProblem[]> {
    const found: MappingProblem[] = [];
    for (const [type, store] of this.#stores) found.push(...(await this.#ask(type, store, ways)).problems);
    return found;
  }

  async #learn(type: string, store: EntityStore, ways: Ways): Promise<RecordSchema> {
    const known = this.#known.get(type);
    const now = this.#parts.clock.now();
    if (known !== undefined && now - known.at < BELIEVED_MS) return known.schema;
    const learning = this.#learning.get(type) ?? this.#ask(type, store, ways);
    this.#learning.set(type, learning);
    try {
      return await learning;
    } catch (error) {
      // Better an hour old than none.
      if (known !== undefined) return known.schema;
      throw error;
    } finally {
      this.#learning.delete(type);
    }
  }

  async #ask(type: string, store: EntityStore, ways: Ways): Promise<RecordSchema> {
    const { records, catalog, clock } = this.#parts;
    const mapping = records[type];
    if (mapping === undefined) throw unmapped(type);
    const schema = new RecordSchema(mapping, { entity: await store.describe(ways), catalog, meanings: this.#meanings });
    // One that is wrong is looked at again soon: somebody may be mending it.
    this.#known.set(type, {
      schema,
      at: schema.isUsable ? clock.now() : ((clock.now() - BELIEVED_MS + 30_000) as Instant),
    });
    return schema;
  }
}

function storeOf(entity: Entity, portal: Portal): EntityStore {
  switch (entity.kind) {
    case "item":
      return new PortalItems(portal, entity.entityTypeId);
    case "list":
      return new PortalList(portal, entity.iblock);
    case "task":
      return new PortalTasks(portal);
  }
}

function unmapped(type: string): RecordRefusal {
  return new RecordRefusal("RECORD_TYPE_UNMAPPED", {
    ru: `Для ${type} не сказано, что это в портале: впишите crm.bitrix24.records.${type}`,
    en: `Nothing says what ${type} is in the portal: add crm.bitrix24.records.${type}`,
  });
}

function wrongMapping(type: string, problems: readonly MappingProblem[]): RecordRefusal {
  const wrong = problems.filter(({ severity }) => severity === "problem");
  const told = (locale: "ru" | "en"): string =>
    wrong.map(({ says, remedy }) => `${says[locale]}. ${remedy[locale]}`).join(" ");
  return new RecordRefusal("MAPPING_WRONG", { ru: told("ru") || type, en: told("en") || type });
}
