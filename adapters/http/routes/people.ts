import Type from "typebox";
import { foldText } from "../../../engine/base/fold-text.ts";
import { UnknownCursor } from "../../../engine/base/unknown-cursor.ts";
import { isAbsent } from "../../../engine/people/absence.ts";
import type { DirectorySnapshot, Person } from "../../../engine/people/directory.ts";
import { standsInToday } from "../../../engine/people/stands-in.ts";
import { teamOf } from "../../../engine/people/team.ts";
import { taskAddress } from "../../task-address.ts";
import { route } from "../api-route.ts";
import { NAMED_PERSON, named } from "../named-person.ts";
import { awayToday } from "../people-today.ts";

const TEXT_OR_NULL = Type.Union([Type.String(), Type.Null()]);

const PERSON = Type.Object(
  {
    id: Type.String(),
    name: Type.String(),
    position: TEXT_OR_NULL,
    department: TEXT_OR_NULL,
    email: TEXT_OR_NULL,
    phone: TEXT_OR_NULL,
    isAway: Type.Boolean({ description: "Away today." }),
  },
  { $id: "PersonShown" },
);

const AWAY = Type.Object({
  person: NAMED_PERSON,
  position: TEXT_OR_NULL,
  from: Type.String({ description: "First day, `2026-12-01`." }),
  to: Type.String({ description: "Last day." }),
  deputies: Type.Array(Type.Object({ person: NAMED_PERSON, isPresent: Type.Boolean() })),
  left: Type.Union(
    [Type.Array(Type.Object({ task: Type.String(), title: Type.String(), subject: Type.String() })), Type.Null()],
    { description: "Open tasks on which nobody acts; null: not yours to see." },
  ),
});

/** People of the company. */
export const PEOPLE_ROUTES = [
  route({
    method: "GET",
    path: "/api/people",
    area: "people",
    summary: { ru: "Сотрудники по имени.", en: "People by name." },
    permission: "people.read",
    query: Type.Object(
      {
        text: Type.Optional(Type.String({ maxLength: 200, description: "Parts of the name, position or department." })),
        limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
        after: Type.Optional(Type.String({ maxLength: 500 })),
      },
      { additionalProperties: false },
    ),
    answer: Type.Object({ rows: Type.Array(PERSON), next: Type.Union([Type.String(), Type.Null()]) }),
    async handle({ service, query }) {
      const { text = "", limit = 50, after } = query;
      const people = await service.useCases.people();
      const found = whoFits(people, text);
      const from = after === undefined ? 0 : found.findIndex(({ id }) => id === after) + 1;
      if (after !== undefined && from === 0) throw new UnknownCursor();
      const page = found.slice(from, from + limit);
      const dateOf = service.assembled.outside.absences.dateOf();
      return {
        rows: page.map(({ id, name, position, department, email, phone }) => ({
          ...{ id, name, position, email, phone },
          department: departmentTitle(people, department),
          isAway: isAbsent(people, id, dateOf),
        })),
        next: from + limit < found.length ? (page.at(-1)?.id ?? null) : null,
      };
    },
  }),
  route({
    method: "GET",
    path: "/api/people/today",
    area: "people",
    summary: {
      ru: "Кто сегодня отсутствует, кто за кого решает и что осталось без человека.",
      en: "Who is away today, who decides for whom, and what is left without anybody.",
    },
    permission: "people.read",
    answer: Type.Object({
      away: Type.Array(AWAY),
      mine: Type.Array(NAMED_PERSON, { description: "In whose place you act today." }),
    }),
    async handle({ service, viewer }) {
      const people = await service.useCases.people();
      const dateOf = service.assembled.outside.absences.dateOf();
      const all = await awayToday(service, { people, dateOf, viewer, team: teamOf(people, viewer.user) });
      return {
        away: all.map(({ person, from, to, deputies, left }) => ({
          ...{ person: named(people, person.id), position: person.position, from, to },
          deputies: deputies.map(({ user, isPresent }) => ({ person: named(people, user), isPresent })),
          left:
            left === null ? null : left.map(({ id, title, subject }) => ({ task: taskAddress(id), title, subject })),
        })),
        mine: standsInToday(people, viewer.user, [dateOf]).map((user) => named(people, user)),
      };
    },
  }),
] as const;

/** Who works here and whom every word fits, by name. */
function whoFits(people: DirectorySnapshot, text: string): readonly Person[] {
  const words = foldText(text).split(/\s+/u);
  return Object.values(people.users)
    .filter((person) => {
      if (!person.active) return false;
      const { name, position, department } = person;
      const known = foldText(`${name} ${position ?? ""} ${departmentTitle(people, department) ?? ""}`);
      return words.every((word) => known.includes(word));
    })
    .sort((one, other) => one.name.localeCompare(other.name, "ru"));
}

function departmentTitle(people: DirectorySnapshot, department: string | null): string | null {
  return department === null ? null : (people.departments[department]?.title ?? department);
}
