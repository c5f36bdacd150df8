import Type, { type Static } from "typebox";
import { id, type ProcessId, type UserId } from "../../engine/base/ids.ts";
import { instant } from "../../engine/base/instant.ts";
import type { Instance, InstanceStatus } from "../../engine/instance/state.ts";
import type { InstanceFilter, InstanceRow } from "../../engine/ports/queries.ts";
import type { Service } from "./api-service.ts";
import { isoOf } from "./iso-of.ts";
import { NOBODY_OR_PERSON, namedOrNobody } from "./named-person.ts";
import { Problem } from "./problem.ts";

const STATUSES = ["running", "suspended", "completed", "failed", "canceled"] as const;
const LIVE = ["running", "suspended"] as const;
const ENDED = ["completed", "failed", "canceled"] as const;

/** Instances as operators choose them; nothing named: all. */
export const INSTANCE_FILTER = {
  process: Type.Optional(Type.String({ maxLength: 200 })),
  status: Type.Optional(Type.Enum(["live", "ended", ...STATUSES])),
  digest: Type.Optional(Type.String({ maxLength: 100, description: "Version that it runs on." })),
  requester: Type.Optional(Type.String({ maxLength: 200, description: "User id of who asked for it." })),
  key: Type.Optional(Type.String({ maxLength: 500 })),
  about: Type.Optional(Type.String({ maxLength: 200, description: "A record: `lead/101`." })),
  text: Type.Optional(Type.String({ maxLength: 200, description: "Part of the subject." })),
  waitingAt: Type.Optional(Type.String({ maxLength: 200, description: "Id of a step at which it waits." })),
  withIncident: Type.Optional(Type.Boolean()),
  startedFrom: Type.Optional(Type.String({ maxLength: 40, description: "Instant, `2026-11-23T00:00:00Z`." })),
  startedTo: Type.Optional(Type.String({ maxLength: 40 })),
  archived: Type.Optional(Type.Boolean()),
};

/** The same as one object. */
export const INSTANCE_FILTER_OBJECT = Type.Object(INSTANCE_FILTER, { additionalProperties: false });

/** One instance of an operator's list. */
export const OPERATED_ROW = Type.Object(
  {
    id: Type.String(),
    process: Type.String(),
    title: Type.String({ description: "Of the process, in the version in force." }),
    number: Type.Integer(),
    subject: Type.String(),
    status: Type.Enum([...STATUSES]),
    requester: NOBODY_OR_PERSON,
    key: Type.Union([Type.String(), Type.Null()]),
    startedAt: Type.String(),
    endedAt: Type.Union([Type.String(), Type.Null()]),
    revision: Type.Integer(),
    digest: Type.String(),
    version: Type.Union([Type.Integer(), Type.Null()], { description: "Number of its version." }),
    isCurrent: Type.Boolean({ description: "Runs on the version in force." }),
    archived: Type.Boolean(),
    places: Type.Array(Type.Object({ step: Type.String(), title: Type.String(), since: Type.String() }), {
      description: "Where it waits; its innermost steps.",
    }),
    incidents: Type.Integer(),
  },
  { $id: "OperatedInstance" },
);

/** The filter of a call. @throws {Problem} `INPUT_INVALID` where an instant is none */
export function filterOf(query: Static<typeof INSTANCE_FILTER_OBJECT>): InstanceFilter {
  const { process, status, requester, startedFrom, startedTo, ...plain } = query;
  return {
    ...plain,
    ...(process === undefined ? {} : { process: id<ProcessId>(process) }),
    ...(requester === undefined ? {} : { requester: id<UserId>(requester) }),
    ...(status === undefined ? {} : { status: statusesOf(status) }),
    ...(startedFrom === undefined ? {} : { startedFrom: instantAt("startedFrom", startedFrom) }),
    ...(startedTo === undefined ? {} : { startedTo: instantAt("startedTo", startedTo) }),
  };
}

/** An instant that a call names. @throws {Problem} `INPUT_INVALID` at the field */
export function instantAt(field: string, text: string): ReturnType<typeof instant> {
  const ms = Date.parse(text);
  if (Number.isFinite(ms)) return instant(ms);
  const says = { ru: "Это не дата со временем.", en: "This is no date with a time." };
  throw new Problem("INPUT_INVALID", {
    says: { ru: "Адрес или параметры запроса неверны.", en: "The address or its parameters are wrong." },
    remedy: { ru: "Например: 2026-11-23T10:00:00Z.", en: "For example: 2026-11-23T10:00:00Z." },
    fields: { [field]: says },
  });
}

function statusesOf(status: InstanceStatus | "live" | "ended"): readonly InstanceStatus[] {
  if (status === "live") return LIVE;
  return status === "ended" ? ENDED : [status];
}

/** Rows of a list with what operators look for: where each stands, and how many incidents it has. */
export async function operatedRows(
  { assembled, useCases }: Pick<Service, "assembled" | "useCases">,
  rows: readonly InstanceRow[],
  locale: "ru" | "en",
): Promise<readonly Static<typeof OPERATED_ROW>[]> {
  const [found, people, versions] = await Promise.all([
    assembled.store.instances.load(rows.map((row) => row.id)),
    useCases.people(),
    useCases.versions(),
  ]);
  return rows.map((row) => {
    const version = versions.find(({ process, digest }) => process === row.process && digest === row.digest);
    const current = versions.find(({ process, current: isCurrent }) => process === row.process && isCurrent);
    const instance = found.get(row.id) ?? null;
    const { requester, startedAt, endedAt, ...plain } = row;
    return {
      ...plain,
      title: (current ?? version)?.title ?? row.process,
      requester: namedOrNobody(people, requester),
      startedAt: isoOf(startedAt),
      endedAt: endedAt === null ? null : isoOf(endedAt),
      version: version?.number ?? null,
      isCurrent: current?.digest === row.digest,
      places: instance === null ? [] : placesOf(instance, locale),
      incidents: instance === null ? 0 : Object.keys(instance.incidents).length,
    };
  });
}

const APPROVAL = { ru: "Согласование", en: "Approval" };

/** The innermost steps at which an instance waits, by their titles: an approval called as the instance is, by what it is. */
export function placesOf(instance: Instance, locale: "ru" | "en"): { step: string; title: string; since: string }[] {
  const all = Object.values(instance.activations);
  const parents = new Set(all.map(({ parent }) => parent));
  return all
    .filter((one) => !parents.has(one.id))
    .map(({ step, title, approval, enteredAt }) => ({
      step,
      title: approval !== null && (title === "" || title === instance.subject) ? APPROVAL[locale] : title || step,
      since: isoOf(enteredAt),
    }));
}
