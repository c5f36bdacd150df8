import Type, { type Static } from "typebox";
import { mayBeOfCall } from "../../engine/instance/editable-call.ts";
import { SEVERITIES, severityOf } from "../../engine/instance/incident-severity.ts";
import type { IncidentRow } from "../../engine/ports/store.ts";
import type { Service } from "./api-service.ts";
import { isoOf } from "./iso-of.ts";
import { NAMED_PERSON, namedOrNobody } from "./named-person.ts";
import { screenText } from "./screen-text.ts";

/** An open incident: what is wrong, what to do, and who looks after it. */
export const INCIDENT = Type.Object(
  {
    id: Type.String(),
    code: Type.String(),
    severity: Type.Enum([...SEVERITIES]),
    message: Type.String(),
    remedy: Type.String(),
    resolution: Type.Enum(["retry", "assign", "none"], {
      description:
        "`retry`: the step is tried again; `assign`: somebody is named in a task of the administrators; `none`: settled by whoever has seen to it.",
    }),
    mayEdit: Type.Boolean({
      description: "A call of the outside may have failed, so that its data can be looked at and perhaps corrected.",
    }),
    at: Type.String(),
    process: Type.String(),
    title: Type.String({ description: "Of the process; the adapter's name where it is no process." }),
    instance: Type.Union([Type.String(), Type.Null()]),
    number: Type.Union([Type.Integer(), Type.Null()]),
    subject: Type.Union([Type.String(), Type.Null()]),
    step: Type.Union([Type.String(), Type.Null()]),
    task: Type.Union([Type.String(), Type.Null()], {
      description: "Of `assign`: the administrators' task in which somebody is named.",
    }),
    seen: Type.Union([Type.Object({ by: Type.Union([NAMED_PERSON, Type.Null()]), at: Type.String() }), Type.Null()]),
  },
  { $id: "Incident" },
);

/** Incidents as lists show them, in one language. */
export async function incidentsShown(
  { assembled, useCases }: Pick<Service, "assembled" | "useCases">,
  rows: readonly IncidentRow[],
  locale: "ru" | "en",
): Promise<readonly Static<typeof INCIDENT>[]> {
  const [seen, people, versions, instances] = await Promise.all([
    assembled.alerts.seen(rows),
    useCases.people(),
    useCases.versions(),
    assembled.store.instances.load([...new Set(rows.flatMap(({ instance }) => instance ?? []))]),
  ]);
  return rows.map((row) => {
    const { id, code, message, remedy, resolution, at, process, instance, step } = row;
    const whose = instance === null ? null : (instances.get(instance) ?? null);
    const told = seen.get(id) ?? null;
    const task = Object.values(whose?.tasks ?? {}).find(({ incident }) => incident === id) ?? null;
    return {
      ...{ id, code, severity: severityOf(code), resolution },
      ...{ message: screenText(message)[locale], remedy: screenText(remedy)[locale] },
      ...{ mayEdit: resolution === "retry" && mayBeOfCall(code), at: isoOf(at), process, instance, step },
      title: versions.find((one) => one.process === process && one.current)?.title ?? process,
      number: whose?.number ?? null,
      subject: whose?.subject ?? null,
      task: task?.id ?? null,
      seen: told === null ? null : { by: namedOrNobody(people, told.seenBy), at: isoOf(told.seenAt) },
    };
  });
}
