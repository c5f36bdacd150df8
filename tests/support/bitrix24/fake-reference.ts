import { type Fields, isFields, listOf, mapOrList, numberOf, Refusal, textOf } from "./fake-answer.ts";
import { type FakeMethods, mapParam, paged, param } from "./fake-method.ts";
import { type EntityName, entityTypeOf, type StatusRow } from "./fake-stages.ts";
import { instantOf, isoOf } from "./fake-time.ts";
import type { FakeWorld } from "./fake-world.ts";

const COLORS = ["#39A8EF", "#2FC6F6", "#55D0E0", "#47E4C2", "#FFA900", "#7BD500", "#FF5752", "#FF5752"];

/** Types, pipelines, stages, the history of moves, and who has this number or address. */
export const REFERENCE_METHODS: FakeMethods = {
  "crm.type.list": {
    scope: "crm",
    run: (call, world) =>
      paged([...world.crm.types.values()], call, (types) => ({
        types: types.map(({ entityTypeId, title }) => ({ id: entityTypeId % 1_000, title, code: "", entityTypeId })),
      })),
  },
  "crm.category.list": {
    scope: "crm",
    run: (call, world) => {
      const entityTypeId = numberOf(param(call, "entityTypeId"));
      world.crm.fieldsOf(entityTypeId);
      const pipelines = world.crm.pipelines.filter((one) => one.entityTypeId === entityTypeId);
      if (pipelines.length === 0) throw new Refusal("ENTITY_TYPE_NOT_SUPPORTED", "Entity type is not supported");
      const rows = [...pipelines].sort((a, b) => a.sort - b.sort || a.id - b.id);
      return {
        ...{
          result: {
            categories: rows.map(({ id, name, sort, isDefault }) => ({
              ...{ id, name, sort, entityTypeId, isDefault: isDefault ? "Y" : "N" },
              ...(isDefault ? {} : { originId: "", originatorId: "" }),
            })),
          },
        },
        total: rows.length,
      };
    },
  },
  "crm.status.list": {
    scope: "crm",
    run: (call, world) => {
      const filter = mapParam(call, "filter");
      const rows = world.crm.statuses.filter((row) =>
        Object.entries(filter).every(([key, value]) =>
          listOf(value).some((one) => textOf(row[key as keyof StatusRow]) === textOf(one)),
        ),
      );
      const bySort = [...rows].sort((a, b) => Number(a.SORT) - Number(b.SORT) || Number(a.ID) - Number(b.ID));
      return paged(bySort, call, (shown) => shown.map((row, at) => status(row, at)));
    },
  },
  "crm.stagehistory.list": {
    scope: "crm",
    run: (call, world) => {
      const entityTypeId = numberOf(param(call, "entityTypeId"));
      if ([3, 4, 7].includes(entityTypeId)) throw new Refusal(0, "Entity type is not supported");
      const filter = mapParam(call, "filter");
      const rows = world.crm.moves
        .filter((move) => move.entityTypeId === entityTypeId)
        .map((move) => ({
          ...{ ID: move.ID, TYPE_ID: move.TYPE_ID, OWNER_ID: move.OWNER_ID, CREATED_TIME: isoOf(move.at, world.zone) },
          ...(entityTypeId === 1
            ? { STATUS_SEMANTIC_ID: move.STAGE_SEMANTIC_ID, STATUS_ID: move.STAGE_ID }
            : { CATEGORY_ID: move.CATEGORY_ID, STAGE_SEMANTIC_ID: move.STAGE_SEMANTIC_ID, STAGE_ID: move.STAGE_ID }),
        }))
        .filter((row) => meetsPlain(row, filter, world));
      const isDescending = textOf(mapParam(call, "order").ID).toUpperCase() === "DESC";
      return paged(isDescending ? rows.toReversed() : rows, call, (items) => ({ items }));
    },
  },
  "crm.duplicate.findbycomm": {
    scope: "crm",
    run: (call, world) => {
      const type = textOf(param(call, "type"));
      if (type === "") throw new Refusal("Communication type is not defined", "Parameter 'type' is required.");
      const values = listOf(param(call, "values")).map((value) => sought(type, textOf(value)));
      if (values.length === 0) throw new Refusal("Invalid parameters.", "Parameter 'values' is required.");
      const asked = textOf(param(call, "entity_type")).toUpperCase();
      const entities: readonly EntityName[] =
        asked === "" ? ["lead", "contact", "company"] : [asked.toLowerCase() as "lead"];
      const found = entities.flatMap((entity): [string, number[]][] => {
        const ids = [...world.crm.records(entity).values()]
          .filter((item) => world.mayRead(call.caller.userId, entityTypeOf(entity), item))
          .filter((item) =>
            listOf(item.fm).some(
              (row) => isFields(row) && row.typeId === type && values.includes(sought(type, textOf(row.value))),
            ),
          )
          .map(({ id }) => id)
          .sort((a, b) => a - b)
          .slice(0, 20);
        return ids.length === 0 ? [] : [[String(entity).toUpperCase(), ids]];
      });
      return { result: mapOrList(Object.fromEntries(found)) };
    },
  },
};

/** Numbers by their digits, addresses without case. */
function sought(type: string, value: string): string {
  return type === "PHONE" ? value.replaceAll(/\D/g, "").replace(/^8(?=\d{10}$)/, "7") : value.trim().toLowerCase();
}

function status(row: StatusRow, at: number): Fields {
  const color = COLORS[at % COLORS.length];
  const isStage = /STAGE|^STATUS$/.test(row.ENTITY_ID);
  const isSystem = at === 0 || (row.SEMANTICS !== null && !/APOLOGY/.test(row.STATUS_ID));
  const isApology = row.SEMANTICS === "F" && /APOLOGY/.test(row.STATUS_ID);
  const words = isApology
    ? "apology"
    : row.SEMANTICS === null
      ? "process"
      : { S: "success", F: "failure" }[row.SEMANTICS];
  return {
    ...{
      ID: row.ID,
      ENTITY_ID: row.ENTITY_ID,
      STATUS_ID: row.STATUS_ID,
      NAME: row.NAME,
      NAME_INIT: isSystem ? row.NAME : "",
    },
    ...{ SORT: row.SORT, SYSTEM: isSystem ? "Y" : "N", CATEGORY_ID: row.CATEGORY_ID },
    ...{ COLOR: isStage ? color : null, SEMANTICS: row.SEMANTICS },
    ...(isStage ? { EXTRA: { SEMANTICS: words, COLOR: color } } : {}),
  };
}

function meetsPlain(row: Fields, filter: Fields, world: FakeWorld): boolean {
  return Object.entries(filter).every(([key, expected]) => {
    const [, operator = "", name = ""] = /^(>=|<=|>|<|=|@|!)?(.*)$/.exec(key) ?? [];
    const number = (value: unknown): number =>
      name === "CREATED_TIME" ? (instantOf(textOf(value), world.zone) ?? 0) : numberOf(value);
    const [left, right] = [row[name], expected];
    switch (operator) {
      case ">":
        return number(left) > number(right);
      case ">=":
        return number(left) >= number(right);
      case "<":
        return number(left) < number(right);
      case "<=":
        return number(left) <= number(right);
      case "!":
        return !listOf(right).some((one) => textOf(one) === textOf(left));
      default:
        return listOf(right).some((one) => textOf(one) === textOf(left));
    }
  });
}
