import type { AbsenceOrder } from "../../engine/people/absence-order.ts";
import type { AbsenceAnswer, AbsenceDesk, ListedAbsence } from "../directory/absence-desk.ts";

/** What a person wants of absences, as plain JSON. */
export type AbsenceCall =
  | { readonly kind: "list"; readonly person: string | null; readonly all: boolean }
  | { readonly kind: "enter"; readonly id: string; readonly order: AbsenceOrder; readonly by: string }
  | { readonly kind: "remove"; readonly id: string; readonly by: string };

export type AbsenceCallAnswer =
  | { readonly kind: "absences"; readonly absences: readonly ListedAbsence[] }
  | AbsenceAnswer;

/** Does it. */
export async function absenceOrder(desk: AbsenceDesk, call: AbsenceCall): Promise<AbsenceCallAnswer> {
  switch (call.kind) {
    case "list": {
      const person = call.person === null ? {} : { person: call.person };
      return { kind: "absences", absences: await desk.list({ ...person, all: call.all }) };
    }
    case "enter":
      return desk.enter(call.order, call.by, call.id);
    case "remove":
      return desk.remove(call.id, call.by);
  }
}
