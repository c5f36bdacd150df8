import type { UserId } from "../base/ids.ts";
import type { Definition, FormStart } from "../definition/model.ts";
import type { Answer } from "../instance/command.ts";
import { valueOf } from "../instance/text.ts";
import { headOf, managerOf } from "../people/chart.ts";
import { membersOf } from "../people/lookup.ts";
import { principalsIn } from "../people/principal.ts";
import { type StartFacts, startContext, startReader } from "./start-context.ts";

/**
 * The start form that this person may fill in. A form without candidates is everybody's; nobody in particular (null: the
 * engine, a dry run) takes the first. A process without a form has nothing to refuse here: who may start it by hand is
 * the caller's question.
 */
export function formFor(
  definition: Definition,
  user: UserId | null,
  facts: StartFacts,
): { readonly allowed: boolean; readonly start: FormStart | null } {
  const forms = definition.starts.filter((start) => start.kind === "form");
  if (forms.length === 0) return { allowed: true, start: null };
  const own = user === null ? forms[0] : forms.find((form) => isCandidate(definition, form, user, facts));
  return { allowed: own !== undefined, start: own ?? null };
}

function isCandidate(definition: Definition, form: FormStart, user: UserId, facts: StartFacts): boolean {
  if (form.candidateUsers.length === 0 && form.candidateGroups.length === 0) return true;
  if (form.candidateGroups.some((group) => membersOf(facts.people, group).includes(user))) return true;
  const context = startContext(definition, facts, { requester: user });
  const named = form.candidateUsers.map((template) => valueOf(template, context, startReader(definition, facts)));
  return principalsIn(named).principals.some((principal) => {
    if ("user" in principal) return principal.user === user;
    if ("headOf" in principal) return headOf(facts.people, principal.headOf) === user;
    if ("managerOf" in principal) return managerOf(facts.people, principal.managerOf) === user;
    if ("vacancy" in principal) return false;
    return membersOf(
      facts.people,
      "group" in principal ? principal.group : "each" in principal ? principal.each : principal.nextOf,
    ).includes(user);
  });
}

/** Somebody fills in a start form that is not for him. */
export const NOT_YOURS: Answer & { kind: "rejected" } = {
  kind: "rejected",
  code: "NOT_ALLOWED",
  reason: {
    ru: "Форма запуска не для вас: вас нет ни в candidateUsers, ни в candidateGroups.",
    en: "The start form is not for you: neither candidateUsers nor candidateGroups names you.",
  },
  remedy: { ru: "Попросите запустить того, кому форма видна.", en: "Ask somebody who sees the form to start it." },
  fields: {},
  events: [],
  instance: null,
};
