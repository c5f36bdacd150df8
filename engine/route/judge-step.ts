import type { UserId } from "../base/ids.ts";
import type { ApprovalStep, UserTaskStep } from "../definition/model.ts";
import type { DirectorySnapshot, Principal } from "../people/directory.ts";
import { strikeOut } from "../people/exclusion.ts";
import { groupOf, membersOf, nameOf } from "../people/lookup.ts";
import type { Says } from "../people/note.ts";
import { resolvePrincipal } from "../people/resolve.ts";
import { NO_DAY } from "./requesters.ts";
import { type KnownPeople, peopleIn, type Scene, type Situation, wordsOfUnknown } from "./scene.ts";

export type PeopleStep = ApprovalStep | UserTaskStep;

/** What is wrong with the people of a step in one situation. */
export interface RouteFault {
  readonly code: "route-nobody" | "route-group-empty" | "route-excluded" | "route-self-approval";
  readonly why: Says;
  /** Equal keys: the same thing wrong, whoever asks. */
  readonly key: string;
}

/** Who is asked in one situation. */
export interface Judged {
  readonly faults: readonly RouteFault[];
  /** The people of each seat (of the task), as known: where a ladder starts. */
  readonly seats: readonly (readonly UserId[])[];
  readonly excluded: ReadonlySet<string>;
}

/** Resolves the people of a step as the interpreter does when it opens, and says what would stop it. */
export function judgeStep(scene: Scene, situation: Situation, step: PeopleStep): Judged {
  const { directory } = scene;
  const not = peopleIn(scene, situation, step.notBy);
  const excluded = new Set<string>(not.principals.flatMap((one) => resolved(one, directory).users));
  const judging = { directory, situation, step, excluded, isNotByOpen: not.isOpen };
  return step.kind === "approval"
    ? judgeSeats(judging, peopleIn(scene, situation, step.approvers))
    : judgeTask(judging, peopleOf(scene, situation, step));
}

interface Judging {
  readonly directory: DirectorySnapshot;
  readonly situation: Situation;
  readonly step: PeopleStep;
  readonly excluded: ReadonlySet<string>;
  /** May `notBy` strike out others too? */
  readonly isNotByOpen: boolean;
}

/** Assignee and candidates together: any of them may take it. */
function peopleOf(scene: Scene, situation: Situation, step: UserTaskStep): KnownPeople {
  const parts = [step.assignee, step.candidateUsers, step.candidateGroups].map((template) =>
    peopleIn(scene, situation, template),
  );
  return { principals: parts.flatMap((part) => part.principals), isOpen: parts.some((part) => part.isOpen) };
}

function judgeTask(judging: Judging, people: KnownPeople): Judged {
  const isOpen = people.isOpen || people.principals.some((one) => wordsOfUnknown(one) !== null);
  if (isOpen || people.principals.length === 0) return { faults: [], seats: [], excluded: judging.excluded };
  const found = people.principals.map((one) => resolved(one, judging.directory));
  const users = [...new Set(found.flatMap((one) => one.users))];
  const seat = judgeSeat(judging, {
    users,
    principals: people.principals,
    vacancy: found.find((one) => one.vacancy)?.vacancy ?? null,
  });
  return { faults: seat.faults, seats: seat.users.length > 0 ? [seat.users] : [], excluded: judging.excluded };
}

function judgeSeats(judging: Judging, people: KnownPeople): Judged {
  const { directory, excluded } = judging;
  const faults: RouteFault[] = [];
  const seats: (readonly UserId[])[] = [];
  let skipped = 0;
  let emptyEach: RouteFault | null = null;
  for (const principal of people.principals) {
    if ("each" in principal && membersOf(directory, principal.each).length === 0)
      emptyEach ??= vacant(judging, principal);
    const single =
      "each" in principal ? membersOf(directory, principal.each).map((user) => ({ user }) as Principal) : [principal];
    for (const one of single) {
      const { users, vacancy } = resolved(one, directory);
      const seat =
        wordsOfUnknown(one) === null
          ? judgeSeat(judging, { users, vacancy, principals: [one] })
          : judgeUnknown(judging, one);
      faults.push(...seat.faults);
      if (seat.isSkipped) skipped += 1;
      else if (seat.users.length > 0) seats.push(seat.users);
    }
  }
  const isEmpty = !people.isOpen && seats.length === 0 && faults.length === 0;
  if (isEmpty && emptyEach) faults.push(emptyEach);
  else if (isEmpty && skipped > 0) faults.push({ code: "route-excluded", why: ALL_SKIPPED, key: "all skipped" });
  return { faults, seats, excluded };
}

const ALL_SKIPPED: Says = {
  ru: "notBy вычёркивает всех согласующих, а ifExcluded: skip их пропускает",
  en: "`notBy` strikes out every approver, and `ifExcluded: skip` passes over them",
};

interface Seat {
  readonly faults: readonly RouteFault[];
  readonly users: readonly UserId[];
  readonly isSkipped: boolean;
}

function judgeSeat(
  judging: Judging,
  of: { readonly users: readonly UserId[]; readonly principals: readonly Principal[]; readonly vacancy: Says | null },
): Seat {
  const { directory, excluded, step } = judging;
  const [principal] = of.principals;
  if (of.users.length === 0)
    return { faults: principal ? [vacant(judging, principal)] : [], users: [], isSkipped: false };
  const left = strikeOut(of.users, directory, { excluded, ifExcluded: step.ifExcluded });
  if (left.isSkipped) return { faults: [], users: [], isSkipped: true };
  if (left.users.length === 0) {
    const why = left.vacancy ?? ALL_SKIPPED;
    return {
      faults: [{ code: "route-excluded", why, key: JSON.stringify(of.principals.map(formOf)) }],
      users: [],
      isSkipped: false,
    };
  }
  return { faults: selfApproval(judging, left.users), users: left.users, isSkipped: false };
}

/** A person whom only a record tells may be the requester himself: then too somebody must be left. */
function judgeUnknown(judging: Judging, principal: Principal): Seat {
  const { directory, excluded, step, situation } = judging;
  const nothing: Seat = { faults: [], users: [], isSkipped: false };
  const { requester } = situation;
  if (requester === null || !excluded.has(requester)) return nothing;
  const left = strikeOut([requester as UserId], directory, { excluded, ifExcluded: step.ifExcluded });
  if (left.vacancy === null) return nothing;
  const words = wordsOfUnknown(principal) ?? "";
  const why = {
    ru: `${words} — сам податель; ${left.vacancy.ru}`,
    en: `${words} is the requester; ${left.vacancy.en}`,
  };
  return { ...nothing, faults: [{ code: "route-excluded", why, key: `unknown ${words}` }] };
}

/** Nobody stands where somebody should. An empty group is the directory's matter, not the file's: a warning. */
function vacant({ directory }: Judging, principal: Principal): RouteFault {
  const why = resolved(principal, directory).vacancy ?? { ru: "никто не назван", en: "nobody is named" };
  const group =
    "group" in principal
      ? principal.group
      : "each" in principal
        ? principal.each
        : "nextOf" in principal
          ? principal.nextOf
          : null;
  const isEmptyGroup = group !== null && groupOf(directory, group) !== null;
  return { code: isEmptyGroup ? "route-group-empty" : "route-nobody", why, key: formOf(principal) };
}

function selfApproval(judging: Judging, users: readonly UserId[]): readonly RouteFault[] {
  const { step, situation, isNotByOpen, excluded, directory } = judging;
  const { requester } = situation;
  if (step.kind !== "approval" || requester === null || isNotByOpen || excluded.has(requester)) return [];
  if (!users.includes(requester as UserId)) return [];
  const name = nameOf(directory, requester);
  const why =
    users.length === 1
      ? { ru: `${name} согласует свою же заявку`, en: `${name} decides on a request of their own` }
      : { ru: `${name} может согласовать свою же заявку`, en: `${name} may decide on a request of their own` };
  return [{ code: "route-self-approval", why, key: "self" }];
}

/** The kind of post, not the person in it: two managers of two requesters are the same finding. */
function formOf(principal: Principal): string {
  const [entry] = Object.entries(principal);
  if (!entry) return "";
  return entry[0] === "managerOf" || entry[0] === "user" ? entry[0] : `${entry[0]} ${entry[1]}`;
}

type Resolved = { readonly users: readonly UserId[]; readonly vacancy: Says | null };

/** A directory does not change while it is checked: each post is looked up once. */
const LOOKED_UP = new WeakMap<DirectorySnapshot, Map<string, Resolved>>();

/** Who a principal is, on a day when nobody is away. */
export function resolved(principal: Principal, directory: DirectorySnapshot): Resolved {
  if (wordsOfUnknown(principal) !== null) return { users: [], vacancy: null };
  const known = LOOKED_UP.get(directory) ?? new Map<string, Resolved>();
  LOOKED_UP.set(directory, known);
  const key = JSON.stringify(principal);
  const found =
    known.get(key) ?? resolvePrincipal(principal, directory, { dateOf: () => NO_DAY, lastTurn: () => null });
  known.set(key, found);
  return found;
}
