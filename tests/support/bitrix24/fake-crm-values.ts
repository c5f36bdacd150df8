import { type Fields, isFields, listOf, numberOf, Refusal, textOf } from "./fake-answer.ts";
import type { FakeField } from "./fake-crm-fields.ts";
import type { FakeSwitches } from "./fake-options.ts";
import { dayOf, instantOf, isoOf, type Zone } from "./fake-time.ts";

/** What a value is stored with. */
export interface Storing {
  readonly how: "add" | "item" | "legacy" | "screen";
  readonly zone: Zone;
  readonly switches: FakeSwitches;
  /** Where the portal is now. */
  readonly origin: string;
  /** Keeps a file; its id. */
  readonly keepFile: (name: string, content: string) => number;
}

/**
 * The value that the portal keeps of what was sent for a field, in all its ways: lists of options that
 * `crm.item.update` does not clear, files that vanish when they are not listed, money with a currency put behind it.
 *
 * @throws {Refusal} `100` where a multiple field is not given a list, CRM_FIELD_ERROR_VALUE_NOT_VALID
 */
export function stored(field: FakeField, sent: unknown, before: unknown, storing: Storing): unknown {
  if (field.type === "file") return file(field, sent, before, storing);
  if (!field.multiple) return single(field, sent, storing);
  if (sent !== "" && sent !== null && !Array.isArray(sent) && !isFields(sent))
    throw new Refusal("100", "Expected iterable value for multiple field");
  const values = listOf(sent)
    .map((one) => single(field, one, storing))
    .filter((one) => one !== field.empty && one !== null && one !== "");
  if (values.length === 0 && storing.how === "item") {
    if (field.type === "enumeration") return before;
    if (field.type === "crm" && !storing.switches.clearsCrmBinding) return before;
  }
  return values;
}

function single(field: FakeField, sent: unknown, { zone, switches }: Storing): unknown {
  const text = textOf(sent).trim();
  const isEmpty = text === "" && !isFields(sent) && !Array.isArray(sent);
  const empty = field.multiple ? null : field.empty;
  switch (field.type) {
    case "boolean":
      return sent === true || ["Y", "1", "true"].includes(text) ? "Y" : "N";
    case "integer":
    case "user":
    case "employee":
    case "crm_company":
    case "crm_contact":
    case "crm_category":
    case "crm_lead":
    case "crm_entity":
    case "iblock_element":
      return isEmpty || numberOf(text) === 0 ? empty : Math.trunc(numberOf(text));
    case "double":
      return isEmpty ? empty : numberOf(text);
    case "date":
      return isEmpty ? empty : notNull(dayOf(text, zone), field);
    case "datetime": {
      if (isEmpty) return empty;
      const at = instantOf(text, zone);
      return at === null ? notNull(null, field) : isoOf(at, zone);
    }
    case "money":
      return money(text, switches.currency) ?? empty;
    case "enumeration": {
      if (isEmpty) return empty;
      if (field.items !== undefined && !field.items.some(({ ID }) => ID === text)) return notNull(null, field);
      return numberOf(text);
    }
    case "crm":
      return isEmpty || text === "0" ? empty : binding(field, text, switches);
    default:
      return isEmpty ? (field.empty === null && !field.multiple ? (sent === null ? null : text) : empty) : text;
  }
}

function notNull(value: string | null, { title }: FakeField): string {
  if (value === null) throw new Refusal("CRM_FIELD_ERROR_VALUE_NOT_VALID", `Invalid value for field "${title}"`);
  return value;
}

/** `1234.56` becomes `1234.56|RUB`; the code is believed whatever it says; without an amount nothing is left. */
function money(text: string, currency: string): string | null {
  const [amount = "", code] = text.split("|");
  if (amount.trim() === "" || Number.isNaN(Number(amount))) return null;
  return `${amount.trim()}|${code === undefined || code === "" ? currency : code}`;
}

const ABBREVIATIONS: Readonly<Record<string, string>> = { LEAD: "L", DEAL: "D", CONTACT: "C", COMPANY: "CO" };

/** `CO_3`, with or without its prefix where the field allows one type only. */
function binding(field: FakeField, text: string, switches: FakeSwitches): unknown {
  const allowed = Object.entries(field.settings ?? {}).flatMap(([name, flag]) =>
    flag === "Y" ? [ABBREVIATIONS[name] ?? ""] : [],
  );
  const [only] = allowed.length === 1 ? allowed : [];
  const full = /^\d+$/.test(text) ? (only === undefined ? null : `${only}_${text}`) : text;
  if (full === null || !/^(L|D|C|CO|Q|SI|T[0-9a-f]+)_\d+$/.test(full)) return notNull(null, field);
  return only !== undefined && switches.bareCrmBindings ? Number(full.split("_")[1]) : full;
}

/** `[name, base64]` is new, `{id}` stays; what is not listed goes, and so does what has a wrong id. */
function file(field: FakeField, sent: unknown, before: unknown, storing: Storing): unknown {
  const known = new Map(
    listOf(field.multiple ? before : before === null ? [] : [before])
      .filter(isFields)
      .map((one) => [numberOf(one.id), one]),
  );
  const one = (value: unknown): Fields | null => {
    if (isFields(value)) return "id" in value ? (known.get(numberOf(value.id)) ?? null) : null;
    const [name, content] = Array.isArray(value) ? value : [];
    if (typeof name !== "string" || typeof content !== "string") return null;
    return fileValue(storing.keepFile(name, content), storing.origin);
  };
  if (!field.multiple) return one(sent);
  return listOf(isFields(sent) && "id" in sent ? [sent] : sent).flatMap((value) => one(value) ?? []);
}

/** How a stored file is read: an address for people, one for machines that holds a token. */
function fileValue(id: number, host: string): Fields {
  return {
    id,
    url: `${host}/bitrix/services/main/ajax.php?action=crm.controller.item.getFile&fileId=${id}`,
    urlMachine: `${host}/rest/crm.controller.item.getFile.json?auth=secret&token=crm%7C${id}`,
  };
}
