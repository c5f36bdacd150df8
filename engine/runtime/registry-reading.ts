import type { Field } from "../base/field.ts";
import type { InstanceId, ProcessId, UserId } from "../base/ids.ts";
import type { Instant } from "../base/instant.ts";
import type { ValueMap } from "../base/value.ts";
import type { Viewer } from "../people/viewer.ts";

/** What of a registry is wanted. */
export interface RegistryFilter {
  /** Column → value or condition, as in `registry.find` (`{ brand: "Bosch", discount: { atLeast: 20 } }`). */
  readonly where?: ValueMap;
  readonly by?: UserId;
  readonly from?: Instant;
  /** The instant itself included. */
  readonly to?: Instant;
  readonly instance?: InstanceId;
  readonly process?: ProcessId;
  /** A column of money, and from which amount to which (decimal text, both included), in one currency or in any. */
  readonly amount?: {
    readonly column: string;
    readonly from?: string;
    readonly to?: string;
    readonly currency?: string;
  };
  /** Column → part of what stands in it, any case: also inside lists and names of files. */
  readonly within?: Readonly<Record<string, string>>;
  /** Part of any value, any case. */
  readonly text?: string;
}

/** A row as the console shows it. */
export interface RegistryShown {
  /** Its place in the chain; null: it is sealed in a few seconds. */
  readonly number: number | null;
  readonly at: Instant;
  readonly by: UserId | null;
  readonly process: ProcessId;
  readonly instance: InstanceId;
  readonly step: string;
  readonly sequence: number;
  readonly entry: ValueMap;
  /** Columns whose values were erased; they are in no filter, sum or group either. */
  readonly erased: readonly string[];
}

export interface RegistryPageWanted {
  readonly viewer: Viewer;
  readonly registry: string;
  readonly filter?: RegistryFilter;
  /** By a column, or by `at`, `by`, `number`. @default newest first */
  readonly sort?: { readonly by: string; readonly descending: boolean };
  readonly limit: number;
  readonly after?: string | null;
}

export interface RegistryPage {
  readonly title: string;
  /** As the vocabulary declares them. */
  readonly columns: readonly Pick<Field, "name" | "title" | "type">[];
  readonly rows: readonly RegistryShown[];
  readonly next: string | null;
  /** False: of a sorted list only the newest {@link RegistryTotals.scanned} rows were looked at. */
  readonly complete: boolean;
}

export interface RegistryTotals {
  /** Rows that fit. */
  readonly count: number;
  /** Sums of the columns of money: column → currency → decimal text. */
  readonly sums: MoneySums;
  readonly groups: readonly RegistryGroup[];
  /** Rows that were looked at, the newest first. */
  readonly scanned: number;
  /** False: there are more, which are in no figure here. */
  readonly complete: boolean;
}

export type MoneySums = Readonly<Record<string, Readonly<Record<string, string>>>>;

export interface RegistryGroup {
  /** `2026-11` of a month; an id of a person; a column's value as text; empty: none. */
  readonly key: string;
  readonly count: number;
  readonly sums: MoneySums;
}
