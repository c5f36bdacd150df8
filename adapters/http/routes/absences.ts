import Type, { type Static } from "typebox";
import { mayEnterAbsence } from "../../../engine/people/absence-order.ts";
import type { DirectorySnapshot } from "../../../engine/people/directory.ts";
import { personOf } from "../../../engine/people/lookup.ts";
import type { ListedAbsence } from "../../directory/absence-desk.ts";
import { type Call, Reply, route } from "../api-route.ts";
import { isoOf } from "../iso-of.ts";
import { NAMED_PERSON, NOBODY_OR_PERSON, named, namedOrNobody } from "../named-person.ts";
import { notFound, refused } from "../problem.ts";

const WHOSE = Type.Object({ user: Type.String({ minLength: 1, maxLength: 200 }) });
const DAY = Type.String({ maxLength: 20, description: "`2026-12-01`" });

const ABSENCE = Type.Object(
  {
    id: Type.Union([Type.String(), Type.Null()], {
      description: "Null: it stands in the directory itself, and is changed there.",
    }),
    from: DAY,
    to: DAY,
    substitute: NOBODY_OR_PERSON,
    enteredBy: NOBODY_OR_PERSON,
    enteredAt: Type.Union([Type.String(), Type.Null()]),
  },
  { $id: "Absence" },
);

/** When people are away, and who stands in: each his own, a head his people's, an administrator anybody's. */
export const ABSENCE_ROUTES = [
  route({
    method: "GET",
    path: "/api/absences",
    area: "people",
    summary: {
      ru: "Чьи отсутствия вы записываете (вы сами — первым) и какие записаны.",
      en: "Whose absences you enter (yourself first), and which there are.",
    },
    permission: "absence.edit",
    own: "filtered",
    answer: Type.Array(
      Type.Object({
        person: NAMED_PERSON,
        position: Type.Union([Type.String(), Type.Null()]),
        absences: Type.Array(ABSENCE),
      }),
    ),
    async handle({ service, viewer }) {
      const desk = service.assembled.outside.absences;
      const [people, own, all] = [await service.useCases.people(), await desk.peopleOf(viewer.user), await desk.list()];
      return own.map((user) => ({
        person: named(people, user),
        position: personOf(people, user)?.position ?? null,
        absences: all.filter(({ person }) => person === user).map((absence) => absenceShown(absence, people)),
      }));
    },
  }),
  route({
    method: "GET",
    path: "/api/people/:user/absences",
    area: "people",
    summary: { ru: "Отсутствия сотрудника.", en: "Absences of a person." },
    permission: "absence.edit",
    own: isHis,
    params: WHOSE,
    answer: Type.Array(ABSENCE),
    async handle({ service, params }) {
      const people = await service.useCases.people();
      mustBeKnown(people, params.user);
      const all = await service.assembled.outside.absences.list({ person: params.user });
      return all.map((absence) => absenceShown(absence, people));
    },
  }),
  route({
    method: "POST",
    path: "/api/people/:user/absences",
    area: "people",
    summary: {
      ru: "Записать отсутствие: с какого по какой день и кто замещает.",
      en: "Enter an absence: from which day to which, and who stands in.",
    },
    permission: "absence.edit",
    own: isHis,
    params: WHOSE,
    body: Type.Object(
      { from: DAY, to: DAY, substitute: Type.Union([Type.String({ maxLength: 200 }), Type.Null()]) },
      { additionalProperties: false },
    ),
    answer: ABSENCE,
    async handle({ service, viewer, grant, params, body, commandId }) {
      mustBeKnown(await service.useCases.people(), params.user);
      const order = { ...body, person: params.user };
      const answer = await service.assembled.outside.absences.enter(order, viewer.user, commandId, grant === "any");
      if (answer.kind === "rejected") throw refused(answer);
      const { from, to, substitute } = answer.absence;
      const absence = { person: params.user, from, to, substitute, entered: answer.absence };
      return new Reply(absenceShown(absence, await service.useCases.people()), { status: 201 });
    },
  }),
  route({
    method: "DELETE",
    path: "/api/people/:user/absences/:absence",
    area: "people",
    summary: {
      ru: "Убрать отсутствие, которое ещё не закончилось.",
      en: "Take back an absence that has not ended.",
    },
    permission: "absence.edit",
    own: isHis,
    params: Type.Object({
      user: Type.String({ minLength: 1, maxLength: 200 }),
      absence: Type.String({ minLength: 1, maxLength: 200 }),
    }),
    async handle({ service, viewer, grant, params }) {
      const desk = service.assembled.outside.absences;
      const known = await desk.list({ person: params.user, all: true });
      if (!known.some(({ entered }) => entered?.id === params.absence)) throw notFound(NO_ABSENCE);
      const answer = await desk.remove(params.absence, viewer.user, grant === "any");
      if (answer.kind === "rejected") throw refused(answer);
      return undefined;
    },
  }),
] as const;

const NO_ABSENCE = { ru: "Такого отсутствия нет", en: "There is no such absence" };

/** His own, or of somebody whose head he is. */
async function isHis({
  service,
  viewer,
  params,
}: Pick<Call<{ readonly user: string }, unknown, unknown>, "service" | "viewer" | "params">): Promise<boolean> {
  return mayEnterAbsence(await service.useCases.people(), viewer.user, params.user);
}

function mustBeKnown(people: DirectorySnapshot, user: string): void {
  if (personOf(people, user) === null) throw notFound({ ru: "Такого сотрудника нет", en: "There is no such person" });
}

function absenceShown(
  { from, to, substitute, entered }: ListedAbsence,
  people: DirectorySnapshot,
): Static<typeof ABSENCE> {
  return {
    ...{ id: entered?.id ?? null, from, to },
    substitute: namedOrNobody(people, substitute),
    enteredBy: namedOrNobody(people, entered?.enteredBy ?? null),
    enteredAt: entered === null ? null : isoOf(entered.enteredAt),
  };
}
