import { choice, key, listOf, map, mapOf, type Schema, TEXT, words } from "../../../engine/definition/schema/schema.ts";
import type { Section } from "../../section.ts";
import {
  ENTITY_TYPES,
  type Entity,
  type FieldMapping,
  type ListMapping,
  type PipelineMapping,
  type RecordMapping,
} from "./mapping.ts";

/** `crm: { bitrix24: … }` */
export interface Bitrix24CrmConfig {
  readonly records: Readonly<Record<string, RecordMapping>>;
  readonly lists: Readonly<Record<string, ListMapping>>;
  /** Where the portal sends its events, as the portal sees us: `https://ordo.example.org/bitrix24/events`. Null: it is set there by hand, or not at all. */
  readonly handler: string | null;
  /** How often the portal is asked what changed. @default 60 s */
  readonly pollMs: number;
  /** How long changes of one record are gathered before it is read. @default 2 s */
  readonly gatherMs: number;
  /** How often it is looked for records that are gone: 10,000 of a kind cost 4 requests. @default 1 hour */
  readonly sweepMs: number;
}

const STAGES = mapOf(TEXT);
const NUMBER: Schema = { type: "integer", minimum: 0 };

const FIELD = choice(
  { ru: "поле портала: title или { field: … }", en: "a field of the portal: title, or { field: … }" },
  { when: "text", then: TEXT },
  {
    when: { key: "keys" },
    then: map(
      {
        keys: key(
          "Карта: ключ → поле портала.",
          "A map: key → field of the portal.",
          { Bravante: "UF_CRM_BRAVANTE" },
          mapOf(TEXT),
        ),
      },
      ["keys"],
    ),
  },
  {
    when: { key: "words" },
    then: map(
      {
        words: key(
          "Текст по словам в нескольких полях: имя, затем фамилия.",
          "A text, word by word in several fields: first name, then last name.",
          ["name", "lastName"],
          listOf(TEXT, 2),
        ),
      },
      ["words"],
    ),
  },
  {
    when: "map",
    then: map(
      {
        field: key("Поле портала.", "The field of the portal.", "UF_CRM_CATEGORY", TEXT),
        multi: key(
          "Телефон, почта: какого вида значение писать.",
          "Phone, e-mail: which kind of value is written.",
          "WORK",
          words("WORK", "MOBILE", "HOME", "MAILING", "OTHER", "FAX", "PAGER"),
        ),
        currency: key("Поле с валютой суммы.", "The field with the amount's currency.", "currencyId", TEXT),
        values: key(
          "Наше значение → текст варианта в портале, если они называются иначе.",
          "Our value → text of the portal's option, where they differ.",
          { A: "A — ключевая" },
          mapOf(TEXT),
        ),
      },
      ["field"],
    ),
  },
);

const PIPELINE = choice(
  { ru: "номер воронки или { id, stages }", en: "a pipeline's number, or { id, stages }" },
  { when: "number", then: NUMBER },
  {
    when: "map",
    then: map(
      {
        id: key("Номер воронки в портале.", "The pipeline's number in the portal.", 1, NUMBER),
        stages: key("Стадии этой воронки.", "Stages of this pipeline.", { REPAIR: "EXECUTING" }, STAGES),
      },
      ["id"],
    ),
  },
);

const RECORD = map(
  {
    entity: key(
      "Что это в портале.",
      "What it is in the portal.",
      "deal",
      choice(
        {
          ru: "lead, deal, contact, company, invoice, quote, task, { spa: … } или { list: … }",
          en: "lead, deal, contact, company, invoice, quote, task, { spa: … } or { list: … }",
        },
        { when: "text", then: words(...Object.keys(ENTITY_TYPES), "task") },
        {
          when: { key: "spa" },
          then: map(
            {
              spa: key("Номер смарт-процесса.", "Number of the smart process.", 1038, {
                type: "integer",
                minimum: 128,
              }),
            },
            ["spa"],
          ),
        },
        {
          when: { key: "list" },
          then: map({ list: key("Номер универсального списка.", "Number of the universal list.", 42, NUMBER) }, [
            "list",
          ]),
        },
      ),
    ),
    fields: key(
      "Имя поля в процессах → поле портала.",
      "Name of the field in processes → field of the portal.",
      { title: "title", amount: { field: "opportunity", currency: "currencyId" } },
      mapOf(FIELD),
    ),
    stages: key(
      "Стадия в процессах → стадия портала без приставки воронки. Не названная зовётся так же.",
      "Stage in processes → stage of the portal without its pipeline's prefix. One that is not named is called the same.",
      { IN_PROGRESS: "IN_PROCESS" },
      STAGES,
    ),
    pipelines: key(
      "Воронка в процессах → номер воронки портала.",
      "Pipeline in processes → number of the portal's.",
      { equipment: 0, service: { id: 1, stages: { REPAIR: "EXECUTING" } } },
      mapOf(PIPELINE),
    ),
  },
  ["entity", "fields"],
);

const LIST = map(
  {
    list: key("Номер универсального списка.", "Number of the universal list.", 42, NUMBER),
    columns: key(
      "Колонка → поле списка.",
      "Column → field of the list.",
      { value: "NAME", discount: "PROPERTY_118" },
      mapOf(TEXT),
    ),
  },
  ["list", "columns"],
);

/** `bitrix24:` under `crm:` */
export const BITRIX24_CRM_SCHEMA: Schema = map(
  {
    records: key(
      "Карточки: тип в процессах → сущность портала и её поля.",
      "Records: type in processes → entity of the portal and its fields.",
      { company: { entity: "company", fields: { title: "title" } } },
      mapOf(RECORD),
    ),
    lists: key(
      "Справочники, которые ведутся в универсальных списках портала.",
      "Reference lists that are kept in universal lists of the portal.",
      { brands: { list: 42, columns: { value: "NAME", discount: "PROPERTY_118" } } },
      mapOf(LIST),
    ),
    events: key(
      "Как узнавать об изменениях.",
      "How changes are learned of.",
      { handler: "https://ordo.example.org/bitrix24/events", poll: "PT1M" },
      map({
        handler: key(
          "Адрес, по которому портал нас видит: на него приложение подпишет события.",
          "Our address as the portal sees it: the app binds its events to it.",
          "https://ordo.example.org/bitrix24/events",
          TEXT,
        ),
        poll: key("Как часто спрашивать, что изменилось.", "How often to ask what changed.", "PT1M", TEXT),
        gather: key(
          "Сколько собирать изменения одной карточки, прежде чем её прочитать.",
          "How long changes of one record are gathered before it is read.",
          "PT2S",
          TEXT,
        ),
        sweep: key("Как часто искать удалённые карточки.", "How often to look for deleted records.", "PT1H", TEXT),
      }),
    ),
  },
  ["records"],
);

const MINUTE_MS = 60_000;

/** The section as configuration. */
export function readBitrix24Crm(section: Section): Bitrix24CrmConfig {
  const records = section.section("records");
  const lists = section.section("lists");
  const events = section.section("events");
  return {
    records: Object.fromEntries(records.names().map((type) => [type, recordIn(type, records.section(type))])),
    lists: Object.fromEntries(
      lists.names().map((name) => {
        const list = lists.section(name);
        return [name, { iblock: list.number("list") ?? 0, columns: list.texts("columns") } satisfies ListMapping];
      }),
    ),
    handler: events.text("handler"),
    pollMs: events.ms("poll") ?? MINUTE_MS,
    gatherMs: events.ms("gather") ?? 2_000,
    sweepMs: events.ms("sweep") ?? 60 * MINUTE_MS,
  };
}

function recordIn(type: string, section: Section): RecordMapping {
  const fields = section.section("fields");
  const pipelines = section.section("pipelines");
  return {
    type,
    entity: entityIn(section),
    fields: Object.fromEntries(fields.names().map((name) => [name, fieldIn(name, fields)])),
    stages: section.texts("stages"),
    pipelines: Object.fromEntries(pipelines.names().map((name) => [name, pipelineIn(name, pipelines)])),
  };
}

function entityIn(section: Section): Entity {
  const word = section.text("entity");
  if (word === "task") return { kind: "task" };
  if (word !== null) return { kind: "item", entityTypeId: ENTITY_TYPES[word] ?? 0 };
  const of = section.section("entity");
  const spa = of.number("spa");
  return spa === null ? { kind: "list", iblock: of.number("list") ?? 0 } : { kind: "item", entityTypeId: spa };
}

function fieldIn(name: string, fields: Section): FieldMapping {
  const plain = fields.text(name);
  if (plain !== null) return { kind: "field", field: plain, multi: null, currency: null, values: {} };
  const own = fields.section(name);
  if (own.has("keys")) return { kind: "keys", keys: own.texts("keys") };
  const parts = own.list("words");
  if (parts.length > 0) return { kind: "words", fields: parts };
  return {
    kind: "field",
    field: own.text("field") ?? "",
    multi: own.text("multi"),
    currency: own.text("currency"),
    values: own.texts("values"),
  };
}

function pipelineIn(name: string, pipelines: Section): PipelineMapping {
  const number = pipelines.number(name);
  if (number !== null) return { id: number, stages: {} };
  const own = pipelines.section(name);
  return { id: own.number("id") ?? 0, stages: own.texts("stages") };
}
