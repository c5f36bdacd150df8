import Type from "typebox";
import { foldText } from "../../../engine/base/fold-text.ts";
import type { RecordSnapshot } from "../../../engine/base/value.ts";
import type { DirectorySnapshot, Person } from "../../../engine/people/directory.ts";
import { membersOf } from "../../../engine/people/lookup.ts";
import { route } from "../api-route.ts";
import type { Service } from "../api-service.ts";
import { hiddenOf } from "../records/vocabulary.ts";

const LIMIT = 30;

const TEXT = Type.Optional(Type.String({ maxLength: 200, description: "What was typed: parts of words, a number." }));

const PEOPLE = Type.Array(
  Type.Object({
    id: Type.String(),
    name: Type.String(),
    position: Type.Union([Type.String(), Type.Null()]),
  }),
);

const RECORDS = Type.Array(Type.Object({ ref: Type.String(), title: Type.String(), type: Type.String() }));

/** What inputs of the console are chosen from: people and records, a few that fit what is typed. */
export const CHOICE_ROUTES = [
  route({
    method: "GET",
    path: "/api/choices/people",
    area: "people",
    summary: { ru: "Кого можно выбрать: до 30 подходящих.", en: "Whom one may choose: up to 30 that fit." },
    permission: "people.read",
    query: Type.Object({
      text: TEXT,
      department: Type.Optional(Type.String()),
      group: Type.Optional(Type.String()),
      id: Type.Optional(Type.String({ description: "This person alone, whatever is typed; also one who left." })),
    }),
    answer: PEOPLE,
    async handle({ service, query }) {
      const people = await service.useCases.people();
      const wanted = query.id === undefined ? chosen(people, query) : [people.users[query.id]];
      return wanted
        .flatMap((person) => person ?? [])
        .slice(0, LIMIT)
        .map(({ id, name, position }) => ({ id, name, position }));
    },
  }),
  route({
    method: "GET",
    path: "/api/choices/records",
    area: "records",
    summary: {
      ru: "Какую запись можно выбрать: до 30 подходящих.",
      en: "Which record one may choose: up to 30 that fit.",
    },
    permission: "record.read",
    query: Type.Object({
      text: TEXT,
      type: Type.Optional(Type.String({ description: "Of which types; several with a comma between." })),
      ref: Type.Optional(Type.String({ description: "This record alone." })),
    }),
    answer: RECORDS,
    async handle({ service, query }) {
      const { crm } = service.assembled.outside;
      if (query.ref !== undefined) return titled([await crm.look(query.ref)]);
      const types = (query.type ?? "").split(",").filter((type) => type !== "");
      return titled(await found(service, types, (query.text ?? "").trim()));
    },
  }),
] as const;

function chosen(
  people: DirectorySnapshot,
  { text, department, group }: { readonly text?: string; readonly department?: string; readonly group?: string },
): readonly Person[] {
  const words = foldText(text ?? "").split(/\s+/);
  const members = group === undefined ? null : new Set<string>(membersOf(people, group));
  return Object.values(people.users)
    .filter((person) => person.active && (members?.has(person.id) ?? true))
    .filter((person) => department === undefined || person.department === department)
    .filter(({ id, name, position }) => {
      const known = foldText(`${id} ${name} ${position ?? ""}`);
      return words.every((word) => known.includes(word));
    })
    .sort((one, other) => one.name.localeCompare(other.name, "ru"));
}

/** Our own records are searched; others are found by their reference or title. */
async function found(
  service: Service,
  types: readonly string[],
  text: string,
): Promise<readonly (RecordSnapshot | null)[]> {
  const { crm, editing } = service.assembled.outside;
  const byRef = /^[A-Za-z][\w-]*\/\S+$/.test(text) ? [await crm.look(text)] : [];
  const pages = await Promise.all(
    types.map(async (type) => {
      if (editing !== null) {
        const unseen = hiddenOf(type, service);
        const wanted = { type, limit: LIMIT, after: null, unseen, ...(text === "" ? {} : { find: text }) };
        return (await editing.page(wanted)).records.map(({ record }) => record);
      }
      if (text === "") return [];
      const refs = await crm.find(type, { title: { contains: text } });
      return Promise.all(refs.slice(0, LIMIT).map((ref) => crm.look(ref)));
    }),
  );
  return [...byRef, ...pages.flat()];
}

function titled(records: readonly (RecordSnapshot | null)[]) {
  const all = records.flatMap((record) => record ?? []);
  const unique = [...new Map(all.map((record) => [record.ref, record])).values()];
  return unique.slice(0, LIMIT).map(({ ref, type, ...fields }) => {
    const title = fields["title"];
    return { ref, type, title: typeof title === "string" && title !== "" ? title : ref };
  });
}
