import Type from "typebox";
import { Reply, route } from "../api-route.ts";
import {
  RECORD_BOARD,
  RECORD_CARD,
  RECORD_HISTORY,
  RECORD_NOTES,
  RECORD_PAGE,
  RECORD_PROCESSES,
  RECORD_TYPE,
} from "../records/record-schemas.ts";
import * as desk from "../records/records-desk.ts";

const OF_TYPE = Type.Object({ type: Type.String({ maxLength: 100 }) });
const OF_RECORD = Type.Object({
  type: Type.String({ maxLength: 100 }),
  number: Type.String({ pattern: "^[\\w-]{1,60}$" }),
});
const PAGE = {
  limit: Type.Integer({ minimum: 1, maximum: 200, default: 50 }),
  after: Type.Optional(Type.String({ maxLength: 200 })),
};
const FIND = Type.Optional(
  Type.String({ maxLength: 200, description: "A number, a phone, an address, beginnings of words." }),
);
const FILTER = Type.Optional(
  Type.String({ maxLength: 4_000, description: 'JSON, as processes write it: `{"amount":{"atLeast":…}}`.' }),
);
const SET = Type.Record(Type.String(), Type.Unknown(), {
  description: "Field → value. Of a map only the keys that are given change; null takes one away.",
});

/** Records that are kept here (`crm: local`). Fields that the catalog hides are for administrators alone. */
export const RECORDS_ROUTES = [
  route({
    method: "GET",
    path: "/api/records",
    area: "records",
    summary: { ru: "Виды записей: поля, стадии, воронки.", en: "Types of records: fields, stages, pipelines." },
    permission: "record.read",
    answer: Type.Object({ types: Type.Array(RECORD_TYPE) }),
    handle: desk.readTypes,
  }),
  route({
    method: "GET",
    path: "/api/records/:type",
    area: "records",
    summary: { ru: "Записи одного вида, новые сверху.", en: "Records of a type, the newest first." },
    permission: "record.read",
    params: OF_TYPE,
    query: Type.Object({
      ...{ find: FIND, filter: FILTER, ...PAGE },
      stage: Type.Optional(Type.String({ maxLength: 100 })),
      pipeline: Type.Optional(Type.String({ maxLength: 100 })),
      sort: Type.Optional(
        Type.String({ maxLength: 100, description: "A field, `number`, or with a minus: `-amount`." }),
      ),
    }),
    answer: RECORD_PAGE,
    handle: desk.readPage,
  }),
  route({
    method: "GET",
    path: "/api/record-boards/:type",
    area: "records",
    summary: { ru: "Записи по стадиям: доска.", en: "Records by stage: a board." },
    permission: "record.read",
    params: OF_TYPE,
    query: Type.Object({
      filter: FILTER,
      pipeline: Type.Optional(Type.String({ maxLength: 100, description: "Of a type that has several." })),
      limit: Type.Integer({ minimum: 1, maximum: 100, default: 25, description: "Records of one stage." }),
    }),
    answer: RECORD_BOARD,
    handle: desk.readBoard,
  }),
  route({
    method: "GET",
    path: "/api/records/:type/:number",
    area: "records",
    summary: { ru: "Одна запись и то, что на неё ссылается.", en: "A record, and what links to it." },
    permission: "record.read",
    params: OF_RECORD,
    answer: RECORD_CARD,
    handle: desk.readCard,
  }),
  route({
    method: "POST",
    path: "/api/records/:type",
    area: "records",
    summary: { ru: "Новая запись.", en: "A new record." },
    permission: "record.edit",
    params: OF_TYPE,
    body: Type.Object({ set: SET }, { additionalProperties: false }),
    answer: RECORD_CARD,
    handle: desk.create,
  }),
  route({
    method: "PATCH",
    path: "/api/records/:type/:number",
    area: "records",
    summary: {
      ru: "Изменить поля. If-Match — прочитанная ревизия: если запись изменили, ответ 412 говорит кто и что.",
      en: "Change fields. If-Match is the revision that was read: where somebody wrote since, 412 says who and what.",
    },
    permission: "record.edit",
    params: OF_RECORD,
    body: Type.Object({ set: SET }, { additionalProperties: false }),
    answer: RECORD_CARD,
    handle: desk.edit,
  }),
  route({
    method: "GET",
    path: "/api/records/:type/:number/history",
    area: "records",
    summary: { ru: "Кто, когда и что менял.", en: "Who changed what, and when." },
    permission: "record.read",
    params: OF_RECORD,
    query: Type.Object(PAGE),
    answer: RECORD_HISTORY,
    handle: desk.readHistory,
  }),
  route({
    method: "GET",
    path: "/api/records/:type/:number/processes",
    area: "records",
    summary: {
      ru: "Задания и процессы об этой записи, которые вам видны.",
      en: "Tasks and processes about this record that are yours to see.",
    },
    permission: "record.read",
    params: OF_RECORD,
    query: Type.Object(PAGE),
    answer: RECORD_PROCESSES,
    handle: desk.readProcesses,
  }),
  route({
    method: "GET",
    path: "/api/records/:type/:number/notes",
    area: "records",
    summary: { ru: "Заметки к записи.", en: "Notes on a record." },
    permission: "record.read",
    params: OF_RECORD,
    answer: RECORD_NOTES,
    handle: desk.readNotes,
  }),
  route({
    method: "POST",
    path: "/api/records/:type/:number/notes",
    area: "records",
    summary: { ru: "Добавить заметку.", en: "Add a note." },
    permission: "record.edit",
    params: OF_RECORD,
    body: Type.Object({ text: Type.String({ minLength: 1, maxLength: 10_000 }) }, { additionalProperties: false }),
    async handle(call) {
      await desk.addNote(call);
      return new Reply(null, { status: 204 });
    },
  }),
] as const;
