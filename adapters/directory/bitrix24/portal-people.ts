import { isSteadyZone } from "../../../engine/base/steady-zone.ts";
import type { Row } from "../../bitrix24/portal.ts";

/** All that is kept of the portal's people: what is needed, and no more. */
export interface PortalPeople {
  /** By number. */
  readonly users: readonly PortalPerson[];
  readonly departments: readonly PortalDepartment[];
}

export interface PortalPerson {
  readonly number: number;
  readonly name: string | null;
  readonly position: string | null;
  readonly email: string | null;
  readonly phone: string | null;
  /** Numbers; the first is the one whose head is the manager. */
  readonly departments: readonly number[];
  readonly timeZone: string | null;
  /** False for who left, or is no longer shown. */
  readonly active: boolean;
}

export interface PortalDepartment {
  readonly number: number;
  readonly title: string | null;
  /** Null: nobody heads it, or nobody says so. */
  readonly head: number | null;
  readonly parent: number | null;
}

/** A row of `user.get`; null for one without a number. Only documented fields are read. */
export function personOfRow(row: Row): PortalPerson | null {
  const number = numberOf(row["ID"]);
  if (number === null) return null;
  const names = [textOf(row["NAME"]), textOf(row["LAST_NAME"])].filter((name) => name !== null);
  return {
    number,
    name: names.length === 0 ? null : names.join(" "),
    position: textOf(row["WORK_POSITION"]),
    email: textOf(row["EMAIL"]),
    phone: textOf(row["PERSONAL_MOBILE"]) ?? textOf(row["WORK_PHONE"]),
    departments: numbersOf(row["UF_DEPARTMENT"]),
    timeZone: zoneOf(row["TIME_ZONE"]),
    active: isTrue(row["ACTIVE"]),
  };
}

/** A row of `department.get`; null for one without a number. `UF_HEAD` and `PARENT` are missing where there is none. */
export function departmentOfRow(row: Row): PortalDepartment | null {
  const number = numberOf(row["ID"]);
  if (number === null) return null;
  return {
    number,
    title: textOf(row["NAME"]),
    head: numberOf(row["UF_HEAD"]),
    parent: numberOf(row["PARENT"]),
  };
}

/**
 * What is believed of a new reading, with people before it in mind. Whoever is no longer shown has left: he stays,
 * inactive, so that nobody is missing from what he decided. `vanished` counts those who were at work before and are not
 * shown now: a portal dismisses people and does not remove them, so many of them mean that we may no longer see all.
 */
export function joinReading(
  before: PortalPeople | null,
  reading: PortalPeople,
): { readonly people: PortalPeople; readonly vanished: number; readonly isDoubtful: boolean } {
  if (before === null) return { people: reading, vanished: 0, isDoubtful: false };
  const shown = new Set(reading.users.map(({ number }) => number));
  const missing = before.users.filter(({ number }) => !shown.has(number));
  const vanished = missing.filter(({ active }) => active).length;
  const atWork = before.users.filter(({ active }) => active).length;
  const users = [...reading.users, ...missing.map((person) => ({ ...person, active: false }))].sort(
    (a, b) => a.number - b.number,
  );
  const isDoubtful =
    vanished > Math.max(VANISHED_ALWAYS_FINE, atWork * VANISHED_SHARE) ||
    (reading.departments.length === 0 && before.departments.length > 0);
  return { people: { users, departments: reading.departments }, vanished, isDoubtful };
}

/** So many may be gone between two readings before it is doubted, or this share of those at work. */
const VANISHED_ALWAYS_FINE = 3;
const VANISHED_SHARE = 0.2;

/** The portal writes numbers as text or as numbers, "nobody" as 0, "", false or not at all. */
function numberOf(value: unknown): number | null {
  const number = typeof value === "string" && /^\d+$/.test(value) ? Number(value) : value;
  return typeof number === "number" && Number.isSafeInteger(number) && number > 0 ? number : null;
}

/** A list, or a map where a list was meant; false or "" for none. */
function numbersOf(value: unknown): readonly number[] {
  const items: readonly unknown[] =
    typeof value === "object" && value !== null ? Object.values(value) : value === undefined ? [] : [value];
  return items.map(numberOf).filter((number) => number !== null);
}

function textOf(value: unknown): string | null {
  const text = typeof value === "string" ? value.trim() : "";
  return text === "" ? null : text;
}

function isTrue(value: unknown): boolean {
  return value === true || value === 1 || value === "1" || value === "Y" || value === "true";
}

function zoneOf(value: unknown): string | null {
  const zone = textOf(value);
  if (zone === null || isSteadyZone(zone)) return zone;
  try {
    return new Intl.DateTimeFormat("en", { timeZone: zone }).resolvedOptions().timeZone === "" ? null : zone;
  } catch {
    return null;
  }
}
