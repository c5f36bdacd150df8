import type { Field } from "../base/field.ts";
import { isList, isMap, isRecord, isTagged, refOf, type Value } from "../base/value.ts";
import type { Locale } from "../definition/problem.ts";
import { recordEventOf } from "../definition/types-of-events.ts";
import { type RenderOptions, renderValue } from "../expression/index.ts";
import { renderPrincipal } from "../expression/render-principal.ts";
import { nameOf, personOf } from "../people/lookup.ts";
import type { Surroundings } from "./story.ts";

/** Longest value shown in a line of a timeline; the rest is in `--json`. */
const SHOWN_MAX = 160;

/** How people are told of values, persons and records . */
export class Teller {
  readonly around: Surroundings;
  readonly locale: Locale;
  readonly #options: RenderOptions;

  constructor(around: Surroundings, locale: Locale) {
    this.around = around;
    this.locale = locale;
    this.#options = {
      locale,
      zone: around.zone,
      people: around.people,
      label: (from, value) => this.#label(from, value),
    };
  }

  person(user: string): string {
    return nameOf(this.around.people, user);
  }

  people(users: readonly string[]): string {
    return users.map((user) => this.person(user)).join(", ");
  }

  /** `Заявка «Кофемашина для офиса»`: the type's title and the record's. */
  record(ref: string): string {
    const snapshot = this.around.snapshot(ref);
    const type = ref.slice(0, ref.indexOf("/"));
    const title = this.around.catalog?.records[type]?.title ?? type;
    const own = snapshot?.["title"];
    const id = ref.slice(type.length + 1);
    return typeof own === "string" ? `${title} № ${id} «${own}»` : `${title} № ${id}`;
  }

  /** Whom a message went to: a person, or the client behind a record. */
  addressee(to: string): string {
    if (personOf(this.around.people, to)) return this.person(to);
    return refOf(to) === null ? to : this.record(to);
  }

  field(type: string, name: string): Field | undefined {
    const fields = this.around.catalog?.records[type]?.fields;
    return fields && Object.hasOwn(fields, name) ? fields[name] : undefined;
  }

  /** `Заявка создана` for `crm.lead.created`. */
  event(name: string): string {
    const found = recordEventOf(name);
    if (!found) return name === "mail.received" ? this.pick("Пришло письмо", "A letter came") : name;
    const title = this.around.catalog?.records[found.type]?.title ?? found.type;
    const words = {
      created: this.pick("новая карточка", "new record"),
      updated: this.pick("изменение карточки", "record changed"),
      deleted: this.pick("удаление карточки", "record deleted"),
    };
    return `${title}: ${words[found.change]}`;
  }

  /** A value in words: a person by name, a record by title, a choice by its label, nothing as «—». */
  value(value: Value, field?: Pick<Field, "type" | "from" | "values"> & { readonly name?: string }, type = ""): string {
    return shorten(this.#words(value, field, type));
  }

  pick(ru: string, en: string): string {
    return this.locale === "ru" ? ru : en;
  }

  #words(
    value: Value,
    field: (Pick<Field, "type" | "from" | "values"> & { readonly name?: string }) | undefined,
    type: string,
  ): string {
    if (value === null || value === "") return "—";
    if (isList(value)) return value.length === 0 ? "—" : value.map((one) => this.#words(one, field, type)).join(", ");
    if (isRecord(value)) return typeof value["title"] === "string" ? value["title"] : value.ref;
    if (typeof value === "string") return this.#text(value, field, type);
    if (isMap(value) && !isTagged(value)) return this.#map(value);
    return this.#rendered(value);
  }

  #text(
    text: string,
    field: (Pick<Field, "type" | "from" | "values"> & { readonly name?: string }) | undefined,
    type: string,
  ): string {
    if (personOf(this.around.people, text)) return this.person(text);
    if (refOf(text) !== null && this.around.snapshot(text) !== null) {
      const title = this.around.snapshot(text)?.["title"];
      return typeof title === "string" ? title : text;
    }
    if (field?.name === "stage") return this.#stage(type, text);
    return field?.values?.[text] ?? (field?.from ? this.#label(field.from, text) : text);
  }

  #map(map: { readonly [key: string]: Value }): string {
    if (typeof map["name"] === "string" && !("amount" in map)) return map["name"];
    if ("amount" in map && "currency" in map) return this.#rendered(map);
    const principal = renderPrincipal(map, { locale: this.locale, people: this.around.people });
    if (principal !== null) return principal;
    return (
      Object.entries(map)
        .map(([key, inner]) => `${key}: ${this.#words(inner, undefined, "")}`)
        .join(", ") || "—"
    );
  }

  #rendered(value: Value): string {
    try {
      return renderValue(value, { kind: "any" }, this.#options);
    } catch {
      return JSON.stringify(value);
    }
  }

  #stage(type: string, code: string): string {
    const record = this.around.catalog?.records[type];
    const all = {
      ...record?.stages,
      ...Object.assign({}, ...Object.values(record?.pipelines ?? {}).map((one) => one.stages)),
    };
    return all[code]?.title ?? code;
  }

  #label(from: string, value: string): string {
    if (from === "mailboxes") return this.around.catalog?.mailboxes[value]?.title ?? value;
    const rows = from.startsWith("list:") ? this.around.lists[from.slice("list:".length)] : undefined;
    const title = rows?.find((row) => row["value"] === value)?.["title"];
    return typeof title === "string" ? title : value;
  }
}

function shorten(text: string): string {
  const flat = text.replace(/\s+/g, " ").trim();
  return flat.length <= SHOWN_MAX ? flat : `${flat.slice(0, SHOWN_MAX - 1)}…`;
}
