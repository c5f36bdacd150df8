import { type Fields, isFields, listOf, mapOrList, numberOf, Refusal, textOf } from "./fake-answer.ts";
import { type FakeCall, type FakeMethods, mapParam, paged, param } from "./fake-method.ts";
import { instantOf, portalFormatOf } from "./fake-time.ts";
import type { FakeList, FakeWorld, ListElement, ListField } from "./fake-world.ts";

/**
 * Universal lists. An element's code is mandatory and unique; an update clears whatever it does not send; values stand
 * under ids of their own; dates come back in the portal's format.
 */
export const LIST_METHODS: FakeMethods = {
  "lists.element.add": {
    scope: "lists",
    run: (call, world) => {
      const list = listFor(call, world);
      const code = textOf(param(call, "ELEMENT_CODE"));
      if (code === "")
        throw new Refusal("ERROR_REQUIRED_PARAMETERS_MISSING", "Required parameter `ELEMENT_CODE` is missing");
      const elements = [...world.listElements.values()].filter((one) => one.listId === list.id);
      if (elements.some((one) => one.code === code))
        throw new Refusal("ERROR_ELEMENT_ALREADY_EXISTS", "Element already exists");
      const fields = mapParam(call, "FIELDS");
      if (textOf(fields.NAME) === "") throw new Refusal("ERROR_ADD_ELEMENT", 'Field "Name" is required');
      const id = world.nextId("listElement", 6_000);
      const element: ListElement = {
        ...{ id, listId: list.id, code, createdBy: call.caller.userId, createdAt: world.now() },
        ...{ name: textOf(fields.NAME), values: valuesOf(list, fields, {}, world) },
      };
      world.listElements.set(id, element);
      return { result: id };
    },
  },
  "lists.element.update": {
    scope: "lists",
    run: (call, world) => {
      const list = listFor(call, world);
      const element = elementFor(list, call, world);
      const fields = mapParam(call, "FIELDS");
      // What is not sent is cleared, the name excepted where it is required; files go only by `_DEL`.
      const files = Object.fromEntries(
        list.fields
          .filter(({ type }) => type === "F")
          .map(({ id }) => [id, kept(element.values[id] ?? {}, fields[`${id}_DEL`])]),
      );
      element.values = valuesOf(list, fields, files, world);
      element.name = textOf(fields.NAME);
      return { result: true };
    },
  },
  "lists.element.delete": {
    scope: "lists",
    run: (call, world) => {
      world.listElements.delete(elementFor(listFor(call, world), call, world).id);
      return { result: true };
    },
  },
  "lists.element.get": {
    scope: "lists",
    run: (call, world) => {
      const list = listFor(call, world);
      const [id, code] = [numberOf(param(call, "ELEMENT_ID")), textOf(param(call, "ELEMENT_CODE"))];
      const filter = mapParam(call, "FILTER");
      const rows = [...world.listElements.values()]
        .filter((one) => one.listId === list.id && (id === 0 || one.id === id) && (code === "" || one.code === code))
        .filter((one) => Object.entries(filter).every(([key, value]) => fits(one, key, value, world)));
      const [[by, direction] = ["ID", "asc"]] = Object.entries(mapParam(call, "ELEMENT_ORDER"));
      const sorted = rows.toSorted((a, b) => (by === "NAME" ? a.name.localeCompare(b.name, "en") : a.id - b.id));
      const select = listOf(param(call, "SELECT")).map(textOf);
      return paged(textOf(direction).toLowerCase() === "desc" ? sorted.toReversed() : sorted, call, (shownRows) =>
        shownRows.map((one) => shown(one, list, select, world)),
      );
    },
  },
  "lists.field.get": {
    scope: "lists",
    run: (call, world) => {
      const list = listFor(call, world);
      const asked = textOf(param(call, "FIELD_ID"));
      const fields = list.fields.filter(({ id }) => asked === "" || id === asked);
      // Keyed by the type where one field is asked for, by the field's id where all are.
      const entries = fields.map((field) => [asked === "" ? field.id : field.type, described(field)]);
      return { result: mapOrList(Object.fromEntries(entries)) };
    },
  },
  "lists.get": {
    scope: "lists",
    run: (call, world) =>
      paged([...world.lists.values()], call, (lists) =>
        lists.map(({ id, name, code }) => ({ ID: String(id), NAME: name, CODE: code, IBLOCK_TYPE_ID: "lists" })),
      ),
  },
};

function listFor(call: FakeCall, world: FakeWorld): FakeList {
  if (textOf(param(call, "IBLOCK_TYPE_ID")) === "")
    throw new Refusal("ERROR_REQUIRED_PARAMETERS_MISSING", "Required parameter `IBLOCK_TYPE_ID` is missing");
  const [id, code] = [numberOf(param(call, "IBLOCK_ID")), textOf(param(call, "IBLOCK_CODE"))];
  const list = [...world.lists.values()].find((one) => one.id === id || (code !== "" && one.code === code));
  if (list === undefined) throw new Refusal("ERROR_IBLOCK_NOT_FOUND", "Iblock not found");
  return list;
}

function elementFor(list: FakeList, call: FakeCall, world: FakeWorld): ListElement {
  const [id, code] = [numberOf(param(call, "ELEMENT_ID")), textOf(param(call, "ELEMENT_CODE"))];
  const found = [...world.listElements.values()].find(
    (one) => one.listId === list.id && (one.id === id || (code !== "" && one.code === code)),
  );
  if (found === undefined) throw new Refusal("ERROR_ELEMENT_NOT_FOUND", "Element not found");
  return found;
}

function kept(before: Record<string, string>, deleted: unknown): Record<string, string> {
  const gone = isFields(deleted) ? deleted : {};
  return Object.fromEntries(Object.entries(before).filter(([valueId]) => gone[valueId] !== "Y"));
}

/** Each value under an id of its own. A form that was read back (`{valueId: value}`) may be sent again. */
function valuesOf(
  list: FakeList,
  fields: Fields,
  files: Record<string, Record<string, string>>,
  world: FakeWorld,
): Record<string, Record<string, string>> {
  return Object.fromEntries(
    list.fields.flatMap((field): [string, Record<string, string>][] => {
      const before = files[field.id] ?? {};
      const sent = fields[field.id];
      const values = field.type === "F" && Array.isArray(sent) && typeof sent[1] === "string" ? [sent] : listOf(sent);
      const entries = values.map((value): [string, string] => [
        String(world.nextId("listValue", 3_000)),
        valueOf(field, value, world),
      ]);
      const all = { ...before, ...Object.fromEntries(entries.filter(([, value]) => value !== "")) };
      if (field.required === true && Object.keys(all).length === 0)
        throw new Refusal("ERROR_ADD_ELEMENT", `Field "${field.name}" is required`);
      return Object.keys(all).length === 0 ? [] : [[field.id, all]];
    }),
  );
}

function valueOf(field: ListField, value: unknown, world: FakeWorld): string {
  if (field.type === "F") {
    if (!Array.isArray(value) && !/^n\d+$/.test(textOf(value)))
      throw new Refusal("ERROR_ELEMENT_FIELD_VALUE", "Writing file values by ID is not supported");
    return String(world.nextId("listFile", 31_000));
  }
  const text = textOf(isFields(value) ? Object.values(value)[0] : value);
  if (text === "") return "";
  if (field.type === "S:DateTime" || field.type === "S:Date") {
    const at = instantOf(text, world.zone) ?? fromPortalFormat(text, world);
    if (at === null) throw new Refusal("ERROR_ELEMENT_FIELD_VALUE", `Invalid value of field "${field.name}"`);
    return portalFormatOf(at, world.zone);
  }
  if (field.type === "L" && field.options?.[text] === undefined)
    throw new Refusal("ERROR_ELEMENT_FIELD_VALUE", `Invalid value of field "${field.name}"`);
  return text;
}

/** `12/31/2024 11:59:59 pm` */
function fromPortalFormat(text: string, world: FakeWorld): number | null {
  const [, month, day, year, hour, minute, second, half] =
    /^(\d{2})\/(\d{2})\/(\d{4}) (\d{2}):(\d{2}):(\d{2}) (am|pm)$/.exec(text) ?? [];
  if (year === undefined) return null;
  const hours = (Number(hour) % 12) + (half === "pm" ? 12 : 0);
  return instantOf(`${year}-${month}-${day} ${String(hours).padStart(2, "0")}:${minute}:${second}`, world.zone);
}

function fits(element: ListElement, key: string, expected: unknown, world: FakeWorld): boolean {
  const [, operator = "", name = ""] = /^(>=|<=|>|<|=|%|!)?(.*)$/.exec(key) ?? [];
  const text = textOf(expected);
  if (name === "DATE_CREATE") {
    const at = instantOf(text, world.zone) ?? 0;
    return operator === ">=" || operator === ">"
      ? element.createdAt >= at
      : element.createdAt <= at + (text.length === 10 ? 86_399_000 : 0);
  }
  const actual =
    { NAME: [element.name], CODE: [element.code], ID: [String(element.id)] }[name] ??
    Object.values(element.values[name] ?? {});
  if (operator === "%" || text.startsWith("%")) {
    const part = text.replaceAll("%", "").toLowerCase();
    return actual.some((one) => one.toLowerCase().includes(part));
  }
  const isMet = listOf(expected).some((one) => actual.includes(textOf(one)));
  return operator === "!" ? !isMet : isMet;
}

function shown(element: ListElement, list: FakeList, select: readonly string[], world: FakeWorld): Fields {
  const own: Fields = {
    ...{ ID: String(element.id), NAME: element.name, IBLOCK_SECTION_ID: null, CREATED_BY: String(element.createdBy) },
    ...{ CODE: element.code, IBLOCK_ID: String(list.id), DATE_CREATE: portalFormatOf(element.createdAt, world.zone) },
  };
  const isWanted = (name: string): boolean => select.length === 0 || select.includes(name) || select.includes("*");
  const named = Object.entries({ ...own, ...element.values }).filter(([name]) => name === "ID" || isWanted(name));
  return Object.fromEntries(named);
}

function described(field: ListField): Fields {
  const [propertyType = "S", userType] = field.type.split(":");
  return {
    ...{ FIELD_ID: field.id, SORT: 50, NAME: field.name, IS_REQUIRED: field.required === true ? "Y" : "N" },
    ...{ MULTIPLE: field.multiple === true ? "Y" : "N", DEFAULT_VALUE: Object.keys(field.options ?? {}).at(-1) ?? "" },
    ...{
      TYPE: field.type,
      PROPERTY_TYPE: propertyType,
      PROPERTY_USER_TYPE: userType === undefined ? false : { USER_TYPE: userType },
    },
    ...{
      CODE: field.code ?? "",
      ID: field.id.replace(/^PROPERTY_/, ""),
      LINK_IBLOCK_ID: null,
      ROW_COUNT: "1",
      COL_COUNT: "30",
    },
    USER_TYPE_SETTINGS: null,
    SETTINGS: {
      ...{
        SHOW_ADD_FORM: "Y",
        SHOW_EDIT_FORM: "Y",
        ADD_READ_ONLY_FIELD: "N",
        EDIT_READ_ONLY_FIELD: "Y",
        SHOW_FIELD_PREVIEW: "N",
      },
    },
    ...(field.options === undefined ? {} : { DISPLAY_VALUES_FORM: field.options }),
  };
}
