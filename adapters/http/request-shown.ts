import Type, { type Static } from "typebox";
import type { Instant } from "../../engine/base/instant.ts";
import type { DirectorySnapshot } from "../../engine/people/directory.ts";
import type { Shown } from "../../engine/runtime/use-cases.ts";
import { type RequestPlace, requestPage } from "../../engine/view/request-page.ts";
import type { Viewer } from "../accounts/viewer.ts";
import { taskAddress } from "../task-address.ts";
import { fileAddress } from "./file-address.ts";
import { INSTANCE_STATUS } from "./instance-shown.ts";
import { isoOf } from "./iso-of.ts";
import { NOBODY_OR_PERSON, namedOrNobody } from "./named-person.ts";
import { screenText } from "./screen-text.ts";
import { WAITED_PERSON, waitedPeople } from "./waited-person.ts";

const TITLED = Type.Array(Type.Object({ title: Type.String(), text: Type.String() }));
const TEXT_OR_NULL = Type.Union([Type.String(), Type.Null()]);

const PLACE = Type.Object(
  {
    title: Type.String(),
    since: Type.String(),
    tasks: Type.Array(
      Type.Object({
        task: Type.String({ description: "Address of the task." }),
        title: Type.String(),
        purpose: Type.String(),
        people: Type.Array(WAITED_PERSON),
        since: Type.String(),
        dueAt: TEXT_OR_NULL,
        isMine: Type.Boolean(),
      }),
    ),
    seats: Type.Array(
      Type.Object({
        status: Type.Enum(["waiting", "open", "decided", "skipped", "closed"]),
        text: Type.String(),
      }),
    ),
    isStopped: Type.Boolean({ description: "An incident stops it here; those who operate the service see to it." }),
    next: Type.Array(Type.Object({ at: Type.String(), text: Type.String() })),
  },
  { $id: "InstancePlace" },
);

/** An instance as whoever asked for it reads it. */
export const REQUEST_SHOWN = Type.Object(
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
    revision: Type.Integer(),
    asked: TITLED,
    places: Type.Array(PLACE, { description: "Where it stands now; empty: it has ended." }),
    troubles: Type.Array(Type.Object({ code: Type.String(), text: Type.String(), remedy: Type.String() })),
    timeline: Type.Array(
      Type.Object({
        at: Type.String(),
        tone: Type.Enum([
          ...["start", "task", "decision", "message", "escalation", "automatic", "wait", "incident", "end", "outside"],
        ]),
        text: Type.String(),
        details: Type.Array(Type.String()),
      }),
    ),
    outputs: Type.Array(Type.Object({ name: Type.String(), text: Type.String() })),
    files: Type.Array(Type.Object({ name: Type.String(), address: Type.String() })),
    hasSheet: Type.Boolean(),
    can: Type.Object({ withdraw: Type.Boolean() }),
  },
  { $id: "InstanceShown" },
);

/** The page of an instance, as the API gives it out. */
export function requestShown(
  shown: Shown,
  of: {
    readonly people: DirectorySnapshot;
    readonly now: Instant;
    readonly locale: "ru" | "en";
    readonly viewer: Viewer;
  },
): Static<typeof REQUEST_SHOWN> {
  const { people, viewer, locale } = of;
  const { row, definition } = shown;
  const page = requestPage(shown, { ...of, user: viewer.user });
  return {
    ...{ id: row.id, process: row.process, title: definition.title, number: row.number, subject: row.subject },
    ...{ status: row.status, revision: row.revision },
    requester: namedOrNobody(people, row.requester),
    startedAt: isoOf(row.startedAt),
    endedAt: row.endedAt === null ? null : isoOf(row.endedAt),
    asked: page.asked.map((one) => ({ ...one })),
    places: page.places.map((place) => placeShown(place, { people, viewer, locale })),
    // What operators do about it is for them to read.
    troubles: page.troubles.map(({ code, text, remedy }) => ({
      ...{ code, text: plain(text, locale) },
      remedy: operates(viewer) ? plain(remedy, locale) : SEEN_TO[locale],
    })),
    timeline: page.timeline.map(({ at, tone, text, details }) => ({
      ...{ at: isoOf(at), tone, text },
      details: [...details],
    })),
    outputs: page.outputs.map((one) => ({ ...one })),
    files: page.files.map(({ name, reference }) => ({
      name,
      address: `/api/files/${fileAddress(reference)}?instance=${encodeURIComponent(row.id)}`,
    })),
    hasSheet: page.hasSheet,
    can: { withdraw: page.canWithdraw },
  };
}

function operates({ roles }: Viewer): boolean {
  return roles.includes("operator") || roles.includes("administrator");
}

const SEEN_TO = {
  ru: "Этим занимаются те, кто следит за работой сервиса: они видят сбой. Вам ничего делать не нужно.",
  en: "Those who operate the service see the incident and look after it. There is nothing for you to do.",
};

function placeShown(
  { title, since, tasks, seats, isStopped, next }: RequestPlace,
  {
    people,
    viewer,
    locale,
  }: { readonly people: DirectorySnapshot; readonly viewer: Viewer; readonly locale: "ru" | "en" },
): Static<typeof PLACE> {
  return {
    ...{ title, since: isoOf(since), isStopped },
    tasks: tasks.map((task) => ({
      ...{ task: taskAddress(task.id), title: task.title, purpose: task.purpose, since: isoOf(task.openedAt) },
      people: waitedPeople(task.people, { people, locale }),
      dueAt: task.dueAt === null ? null : isoOf(task.dueAt),
      isMine: task.people.some(({ user, standsInFor }) => user === viewer.user || standsInFor?.user === viewer.user),
    })),
    seats: seats.map((seat) => ({ ...seat })),
    next: next.map(({ at, text }) => ({ at: isoOf(at), text })),
  };
}

/** A text that is in one language already. */
function plain(text: string, locale: "ru" | "en"): string {
  return screenText({ ru: text, en: text })[locale];
}
