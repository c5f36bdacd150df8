/**
 * The directory as every command carries it: consistent, frozen. What was resolved from it is written into the event,
 * so that replay needs none of it. The same shape is `directory.yaml` (language §8).
 */
export interface DirectorySnapshot {
  readonly users: Readonly<Record<string, Person>>;
  readonly departments: Readonly<Record<string, Department>>;
  readonly groups: Readonly<Record<string, Group>>;
  readonly administrators: readonly string[];
}

export interface Person {
  readonly id: string;
  readonly name: string;
  readonly position: string | null;
  readonly email: string | null;
  readonly phone: string | null;
  readonly department: string | null;
  /** Groups named at the person; membership also comes from {@link Group.members}. */
  readonly groups: readonly string[];
  readonly manager: string | null;
  /** `ru` or `en`. @default "ru" */
  readonly locale: string;
  /** IANA zone; null: the process calendar's. */
  readonly timeZone: string | null;
  readonly absent: readonly Absence[];
  /** False for a leaver: never chosen, never a candidate. @default true */
  readonly active: boolean;
}

/** Away on whole days, first and last included, in the person's zone (else the calendar's). */
export interface Absence {
  /** `2026-12-01` */
  readonly from: string;
  readonly to: string;
  readonly substitute: string | null;
}

export interface Department {
  readonly id: string;
  readonly title: string;
  readonly head: string | null;
  readonly parent: string | null;
}

export interface Group {
  readonly id: string;
  readonly title: string;
  readonly members: readonly string[];
}

/** Who is meant, before anybody is asked; a plain value that FEEL builds and tables hold. */
export type Principal =
  | { readonly user: string }
  | { readonly group: string }
  | { readonly each: string }
  | { readonly headOf: string }
  | { readonly managerOf: string }
  | { readonly nextOf: string }
  /** Nobody stands where somebody should (`responsible of deal` of a deal without one); the text says where. */
  | { readonly vacancy: string };
