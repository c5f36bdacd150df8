import type { UserId } from "../base/ids.ts";
import type { Ladder, Rung } from "../definition/model.ts";
import { managerOf, nextUp } from "../people/chart.ts";
import type { DirectorySnapshot } from "../people/directory.ts";
import { strikeOut } from "../people/exclusion.ts";
import { nameOf } from "../people/lookup.ts";
import type { Says } from "../people/note.ts";
import { resolved } from "./judge-step.ts";
import { peopleIn, type Scene, type Situation, wordsOfUnknown } from "./scene.ts";

/** A rung that finds nobody. */
export interface LadderFault {
  readonly rung: number;
  readonly why: Says;
}

/** A ladder at work: on whose task, and who may not be asked. */
export interface Climb {
  readonly ladder: Ladder;
  /** Who may have the task; null where only the run tells. */
  readonly holders: readonly UserId[] | null;
  readonly excluded: ReadonlySet<string>;
  readonly ifExcluded: "manager" | "skip" | "incident";
}

/** Holders of one task that are followed up the chart; a larger group is judged by its first. */
const HOLDERS_MAX = 20;

/**
 * Rungs that would find nobody. The head of the whole company has nobody above by nature: a ladder that climbs `until-top`
 * stays with him and reminds, and nothing is said. Somebody outside the chart is not the top: nobody would ever learn.
 */
export function judgeLadder(scene: Scene, situation: Situation, climb: Climb): readonly LadderFault[] {
  const holders = climb.holders === null ? [null] : climb.holders.slice(0, HOLDERS_MAX);
  const isHeard = climb.ladder.some(
    (rung) =>
      climbs(rung) === false &&
      rung.to !== null &&
      holders.every((holder) => why(scene, situation, { climb, rung, holder }) === null),
  );
  const faults: LadderFault[] = [];
  climb.ladder.forEach((rung, index) => {
    if (rung.to === null || (climbs(rung) && isHeard)) return;
    const reason = holders.map((holder) => why(scene, situation, { climb, rung, holder })).find((one) => one !== null);
    if (reason) faults.push({ rung: index, why: reason });
  });
  return faults;
}

function climbs(rung: Rung): boolean {
  return rung.action === "reassign" && rung.repeat === "until-top";
}

interface Firing {
  readonly climb: Climb;
  readonly rung: Rung;
  readonly holder: UserId | null;
}

/** Why the rung finds nobody; null where it finds somebody, or where it cannot be told. */
function why(scene: Scene, situation: Situation, { climb, rung, holder }: Firing): Says | null {
  const { directory } = scene;
  if (climbs(rung)) return holder === null ? null : nobodyAbove(directory, holder, climb.excluded);
  const at =
    holder === null ? situation : { ...situation, values: new Map([...situation.values, ["assignee", holder]]) };
  const { principals, isOpen } = peopleIn(scene, at, rung.to);
  if (isOpen || principals.length === 0 || principals.some((one) => wordsOfUnknown(one) !== null)) return null;
  const found = principals.map((one) => resolved(one, directory));
  const users = found.flatMap((one) => one.users);
  if (users.length === 0) return found[0]?.vacancy ?? null;
  if (rung.action === "notify" || rung.action === "remind") return null;
  const ifExcluded = climb.ifExcluded === "skip" ? "incident" : climb.ifExcluded;
  return strikeOut(users, directory, { excluded: climb.excluded, ifExcluded }).vacancy;
}

function nobodyAbove(directory: DirectorySnapshot, holder: UserId, excluded: ReadonlySet<string>): Says | null {
  if (nextUp(directory, holder, new Set([holder, ...excluded])) !== null) return null;
  if (managerOf(directory, holder) !== null || leads(directory, holder)) return null;
  const name = nameOf(directory, holder);
  return { ru: `над сотрудником ${name} никого нет`, en: `nobody is above ${name}` };
}

/** Does anybody answer to this person? */
function leads(directory: DirectorySnapshot, user: string): boolean {
  return (
    Object.values(directory.departments).some((department) => department.head === user) ||
    Object.values(directory.users).some((person) => person.active && person.manager === user)
  );
}
