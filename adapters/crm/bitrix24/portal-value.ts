import type { FieldType } from "../../../engine/base/field.ts";
import { isList, isMap, isMoney, isTagged, refOf, type Value } from "../../../engine/base/value.ts";
import { RecordRefusal } from "../../../engine/record/record-refusal.ts";
import type { PortalValue } from "../../bitrix24/portal.ts";
import type { PortalUsers } from "../../bitrix24/portal-users.ts";
import { entityOfPrefix, linkPrefix } from "./mapping.ts";
import type { PortalField } from "./portal-field.ts";

/** What values mean beyond themselves. */
export interface Meanings {
  readonly users: PortalUsers;
  /** Record types of ours, by the kind of record in the portal. */
  readonly typesOf: (entityTypeId: number) => readonly string[];
  /** The kind of record in the portal; null: it is none of the CRM's. */
  readonly entityOf: (type: string) => number | null;
}

/** One value between the portal and us: decoded never throws, encoded refuses what the portal could not hold. */
export interface ScalarCodec {
  /** Null: nothing stands there. */
  decode(value: unknown): Value;
  /** Of anything but null. @throws {RecordRefusal} `VALUE_WRONG`, `CHOICE_UNKNOWN`, `USER_UNKNOWN` */
  encode(value: Value): PortalValue;
  /** What an equal value may be looked for by; null: it is compared here. */
  narrow(value: Value): PortalValue | null;
  /** What is written for null. @default what the portal takes for nothing */
  readonly empty?: PortalValue;
}

/** What the codec of a field is chosen by. */
export interface ScalarOrder {
  readonly field: PortalField;
  /** As the vocabulary has it; null: as the portal's type suggests. */
  readonly type: FieldType | null;
  /** Record types a link may lead to, as the vocabulary has them. */
  readonly of: readonly string[];
  /** Our value → text of the portal's option. */
  readonly values: Readonly<Record<string, string>>;
  /** As a refusal names it: `deal.amount`. */
  readonly name: string;
  readonly meanings: Meanings;
}

/** Types of the portal whose values are links to CRM records. */
const LINKS = /^crm(_company|_contact|_lead|_deal|_entity)?$/;

/** The codec of one value of the field. */
export function scalarCodec(order: ScalarOrder): ScalarCodec {
  const { field, type } = order;
  if (LINKS.test(field.type)) return linkCodec(order);
  if (field.type === "user" || field.type === "employee") return userCodec(order);
  switch (field.type) {
    case "enumeration":
      return choiceCodec(order);
    case "crm_status":
      return statusCodec(order);
    case "money":
      return moneyCodec(order);
    case "boolean":
      return type === "text" || type === "choice" ? textCodec(order) : TRUTH;
    case "date":
      return DAY;
    case "datetime":
      return INSTANT;
    case "integer":
    case "double":
      return numberCodec(order);
    default:
      return type === "number" ? numberCodec(order) : type === "boolean" ? TRUTH : textCodec(order);
  }
}

/** Whole numbers in texts and numbers in the portal's two ways of writing them. */
function numberCodec(order: ScalarOrder): ScalarCodec {
  return {
    decode: (value) => {
      const text = typeof value === "number" ? String(value) : typeof value === "string" ? value.trim() : "";
      if (!DECIMAL.test(text)) return null;
      const number = Number(text);
      return String(number) === plain(text) ? number : { $type: "number", value: text };
    },
    encode: (value) => {
      if (typeof value === "number") return value;
      if (isTagged(value) && value.$type === "number") return value.value;
      throw wrongValue(order, value);
    },
    narrow: (value) => (typeof value === "number" ? value : null),
  };
}

const DECIMAL = /^-?\d+(?:\.\d+)?$/;

/** Without zeros that say nothing. */
function plain(text: string): string {
  return text.includes(".") ? text.replace(/\.?0+$/, "") : text;
}

function textCodec(order: ScalarOrder): ScalarCodec {
  const ours = new Map(Object.entries(order.values).map(([value, text]) => [text, value]));
  return {
    decode: (value) => {
      if (value === null || value === undefined || value === "" || typeof value === "object") return null;
      return ours.get(String(value)) ?? String(value);
    },
    encode: (value) => {
      if (typeof value === "object" && value !== null) throw wrongValue(order, value);
      return order.values[String(value)] ?? String(value);
    },
    narrow: (value) =>
      typeof value === "string" && value.trim() === value && value !== "" ? (order.values[value] ?? value) : null,
  };
}

/** Truth in the portal's ways: `Y`, `1`, `true`. */
const TRUTH: ScalarCodec = {
  decode: (value) => {
    if (value === "Y" || value === true || value === 1 || value === "1") return true;
    return value === "N" || value === false || value === 0 || value === "0" ? false : null;
  },
  encode: (value) => (value === true ? "Y" : "N"),
  narrow: () => null,
};

/**
 * A day. The portal gives it as midnight of its server seen in its zone (`2000-01-01T02:00:00+02:00`), with or without
 * time, so that the text's own day is right unless midnight in Greenwich is meant.
 */
const DAY: ScalarCodec = {
  decode: (value) => {
    const [day] = typeof value === "string" ? (/^\d{4}-\d\d-\d\d/.exec(value) ?? []) : [];
    if (typeof value !== "string" || day === undefined) return null;
    const at = Date.parse(value);
    const isMidnight = value.length > day.length && Number.isInteger(at) && at % 86_400_000 === 0;
    return { $type: "date", value: isMidnight ? new Date(at).toISOString().slice(0, 10) : day };
  },
  encode: dateText,
  narrow: () => null,
};

/** A moment, with the offset that the portal gave it. */
const INSTANT: ScalarCodec = {
  decode: (value) => {
    if (typeof value !== "string" || !/^\d{4}-\d\d-\d\d[T ]\d\d:\d\d/.test(value)) return null;
    return { $type: "date and time", value: value.replace(" ", "T") };
  },
  encode: dateText,
  narrow: () => null,
};

function dateText(value: Value): PortalValue {
  return isTagged(value) ? value.value : String(value);
}

/** `"300|RUB"` */
function moneyCodec(order: ScalarOrder): ScalarCodec {
  return {
    decode: (value) => {
      const [, amount, currency] =
        typeof value === "string" ? (/^(-?\d+(?:\.\d+)?)\|([A-Z]{3})$/.exec(value) ?? []) : [];
      return amount === undefined || currency === undefined ? null : { amount, currency };
    },
    encode: (value) => {
      if (!isMoney(value)) throw wrongValue(order, value);
      return `${value.amount}|${value.currency}`;
    },
    narrow: () => null,
  };
}

/** An option by its text: ids differ from entity to entity, texts do not. */
function choiceCodec(order: ScalarOrder): ScalarCodec {
  const { options } = order.field;
  const ours = new Map(Object.entries(order.values).map(([value, text]) => [text, value]));
  const idOf = (value: Value): string | null => {
    const text = order.values[String(value)] ?? String(value);
    for (const [id, option] of options) if (option === text) return id;
    return null;
  };
  return {
    decode: (value) => {
      const text = options.get(String(value ?? ""));
      return text === undefined ? null : (ours.get(text) ?? text);
    },
    encode: (value) => {
      const id = idOf(value);
      if (id === null)
        throw new RecordRefusal("CHOICE_UNKNOWN", {
          ru: `В поле ${order.name} портала (${order.field.upperName}) нет варианта ${JSON.stringify(value)}: есть ${[...options.values()].join(", ")}`,
          en: `The portal's field of ${order.name} (${order.field.upperName}) has no option ${JSON.stringify(value)}: there are ${[...options.values()].join(", ")}`,
        });
      return Number(id);
    },
    narrow: (value) => {
      const id = typeof value === "string" ? idOf(value) : null;
      return id === null ? null : Number(id);
    },
  };
}

/** A status of the CRM (source, kind of company) by its code. */
function statusCodec({ values }: ScalarOrder): ScalarCodec {
  const ours = new Map(Object.entries(values).map(([value, code]) => [code, value]));
  return {
    decode: (value) => (typeof value === "string" && value !== "" ? (ours.get(value) ?? value) : null),
    encode: (value) => values[String(value)] ?? String(value),
    narrow: (value) => (typeof value === "string" && value !== "" ? (values[value] ?? value) : null),
  };
}

function userCodec(order: ScalarOrder): ScalarCodec {
  const { users } = order.meanings;
  return {
    decode: (value) => users.idOf(Number(value ?? 0)),
    encode: (value) => {
      const number = typeof value === "string" ? users.numberOf(value) : null;
      if (number === null)
        throw new RecordRefusal("USER_UNKNOWN", {
          ru: `Для ${order.name}: в портале нет пользователя ${JSON.stringify(value)} (впишите его номер в bitrix24.users)`,
          en: `For ${order.name}: the portal has no user ${JSON.stringify(value)} (put his number into bitrix24.users)`,
        });
      return number;
    },
    narrow: (value) => (typeof value === "string" ? users.numberOf(value) : null),
    // Somebody is always responsible in a portal: the service account where nobody is.
    ...(users.nobody === null ? {} : { empty: users.nobody }),
  };
}

/**
 * A link: a bare id where the field knows one kind of record, `CO_3` where it knows several; both are understood. A
 * native field (`companyId`) holds 0 for nothing.
 */
function linkCodec(order: ScalarOrder): ScalarCodec {
  const { field, of, meanings } = order;
  const isPrefixed = field.type === "crm" && field.linked.length !== 1;
  const only = field.linked.length === 1 ? field.linked[0] : undefined;
  const typeFor = (entity: number | undefined): string | undefined => {
    const types = entity === undefined ? of : meanings.typesOf(entity);
    return types.find((type) => of.length === 0 || of.includes(type)) ?? types[0];
  };
  return {
    decode: (value) => {
      const [, prefix, digits] = /^(?:([A-Za-z]+[0-9a-fA-F]*)_)?(\d+)$/.exec(String(value ?? "")) ?? [];
      if (digits === undefined || Number(digits) === 0) return null;
      const type = typeFor(prefix === undefined ? only : (entityOfPrefix(prefix) ?? undefined));
      return type === undefined ? null : `${type}/${Number(digits)}`;
    },
    encode: (value) => {
      const [type, number] = (refOf(value) ?? "").split("/");
      const entity = type === undefined ? null : meanings.entityOf(type);
      if (number === undefined || !/^\d+$/.test(number) || entity === null || (only !== undefined && only !== entity))
        throw wrongValue(order, value);
      return isPrefixed ? `${linkPrefix(entity)}_${number}` : Number(number);
    },
    narrow: (value) => {
      const [type, number] = (refOf(value) ?? "").split("/");
      if (field.type === "crm" || type === undefined || !/^\d+$/.test(number ?? "")) return null;
      return meanings.entityOf(type) === (only ?? null) ? Number(number) : null;
    },
  };
}

/** `VALUE_WRONG`: the portal's field cannot hold that. */
export function wrongValue({ name, field }: Pick<ScalarOrder, "name" | "field">, value: Value): RecordRefusal {
  const given = JSON.stringify(isMap(value) || isList(value) ? value : (value ?? null));
  return new RecordRefusal("VALUE_WRONG", {
    ru: `Поле ${name} портала (${field.upperName}, ${field.type}) не примет ${given}`,
    en: `The portal's field of ${name} (${field.upperName}, ${field.type}) does not take ${given}`,
  });
}
