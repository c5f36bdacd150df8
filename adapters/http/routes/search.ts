import Type, { type Static } from "typebox";
import type { DirectorySnapshot } from "../../../engine/people/directory.ts";
import type { FoundInstance, FoundRecord } from "../../../engine/runtime/finding.ts";
import { route } from "../api-route.ts";
import { INSTANCE_STATUS } from "../instance-shown.ts";
import { isoOf } from "../iso-of.ts";
import { NOBODY_OR_PERSON, namedOrNobody } from "../named-person.ts";
import { WAITED_PERSON, waitedPeople } from "../waited-person.ts";

const TEXT_OR_NULL = Type.Union([Type.String(), Type.Null()]);

const FOUND_INSTANCE = Type.Object(
  {
    id: Type.String(),
    process: Type.String(),
    title: Type.String({ description: "Of the process." }),
    number: Type.Integer(),
    subject: Type.String(),
    status: INSTANCE_STATUS,
    requester: NOBODY_OR_PERSON,
    startedAt: Type.String(),
    endedAt: TEXT_OR_NULL,
    waiting: Type.Array(
      Type.Object({
        title: Type.String(),
        since: Type.String(),
        people: Type.Array(WAITED_PERSON, { description: "Whose turn it is; empty: it waits for no person." }),
        next: Type.Union([Type.Object({ at: TEXT_OR_NULL, text: Type.String() }), Type.Null()]),
      }),
    ),
  },
  { $id: "FoundInstance" },
);

const FOUND_RECORD = Type.Object(
  {
    ref: Type.String(),
    type: Type.String(),
    typeTitle: Type.String(),
    title: Type.String(),
    stage: TEXT_OR_NULL,
    stageKind: TEXT_OR_NULL,
    responsible: NOBODY_OR_PERSON,
    open: Type.Integer({ description: "Processes about it that have not ended, whoever may see them." }),
    processes: Type.Array(FOUND_INSTANCE, { description: "Those of them that you may see, at most three." }),
  },
  { $id: "FoundRecord" },
);

/** The one search box. */
export const SEARCH_ROUTES = [
  route({
    method: "GET",
    path: "/api/search",
    area: "search",
    summary: {
      ru: "Найти по номеру, телефону, компании, человеку: на какой стадии, кто отвечает, кого ждёт и с каких пор, что дальше.",
      en: "Find by number, telephone, company or person: on which stage, who is responsible, whom it waits for since when, what next.",
    },
    permission: "search.use",
    query: Type.Object(
      {
        q: Type.String({ maxLength: 200 }),
        limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 20 })),
      },
      { additionalProperties: false },
    ),
    answer: Type.Object({
      records: Type.Array(FOUND_RECORD),
      instances: Type.Array(FOUND_INSTANCE),
      people: Type.Array(
        Type.Object({ id: Type.String(), name: Type.String(), position: TEXT_OR_NULL, department: TEXT_OR_NULL }),
      ),
    }),
    async handle({ service, viewer, query, locale }) {
      const found = await service.useCases.find(viewer, query.q, query.limit ?? 8);
      const people = await service.useCases.people();
      return {
        records: found.records.map((record) => recordShown(record, { people, locale })),
        instances: found.instances.map((instance) => instanceShown(instance, { people, locale })),
        people: found.people.map(({ id, name, position, department }) => ({ id, name, position, department })),
      };
    },
  }),
] as const;

interface Telling {
  readonly people: DirectorySnapshot;
  readonly locale: "ru" | "en";
}

function recordShown(record: FoundRecord, telling: Telling): Static<typeof FOUND_RECORD> {
  const { ref, type, typeTitle, title, stage, stageKind, open } = record;
  return {
    ...{ ref, type, typeTitle, title, stage, stageKind, open },
    responsible: namedOrNobody(telling.people, record.responsible),
    processes: record.processes.map((one) => instanceShown(one, telling)),
  };
}

function instanceShown(one: FoundInstance, { people, locale }: Telling): Static<typeof FOUND_INSTANCE> {
  const { id, process, title, number, subject, status, startedAt, endedAt } = one;
  return {
    ...{ id, process, title, number, subject, status, startedAt: isoOf(startedAt) },
    endedAt: endedAt === null ? null : isoOf(endedAt),
    requester: namedOrNobody(people, one.requester),
    waiting: one.waiting.map((place) => ({
      title: place.title,
      since: isoOf(place.since),
      people: waitedPeople(place.people, { people, locale }),
      next: place.next === null ? null : { at: place.next.at, text: place.next.text[locale] },
    })),
  };
}
