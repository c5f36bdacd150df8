import type { InstanceId, ProcessId, UserId } from "../base/ids.ts";
import type { Instant } from "../base/instant.ts";
import type { ValueMap } from "../base/value.ts";
import type { Appended } from "../registry/compare-history.ts";
import type { Erasure, ErasureRecord } from "../registry/erasure.ts";

/** A row of a registry as the move writes it: unsealed, unique by instance and event. */
export interface RegistryRow {
  readonly registry: string;
  readonly instance: InstanceId;
  /** Sequence of the event that made it. */
  readonly sequence: number;
  readonly process: ProcessId;
  readonly step: string;
  readonly actor: UserId | null;
  readonly at: Instant;
  /** Records as references. */
  readonly entry: ValueMap;
}

/** What the sealer added: the row's place in the chain. */
export interface Seal {
  /** Dense from 1, per registry. */
  readonly number: number;
  /** Digest of the row, hex: over its place and the commitments of its fields. */
  readonly digest: string;
  /** `HMAC(key, previous chain ‖ digest)`, hex. */
  readonly chain: string;
  /** Field → salted commitment, hex. They stay when a value is erased. */
  readonly commitments: Readonly<Record<string, string>>;
  readonly sealedAt: Instant;
}

/** A row as it is stored. `salts` and values of erased fields are gone; `erased` names them. */
export interface SealedRow extends RegistryRow {
  readonly seal: Seal | null;
  readonly salts: Readonly<Record<string, string>>;
  readonly erased: readonly string[];
}

/** Count and head of a registry's chain at some time: what is written outside daily to prove that nothing was cut off. */
export interface Head {
  readonly registry: string;
  readonly count: number;
  readonly chain: string;
  readonly at: Instant;
}

/** Where a row stands in the order of time. */
export type RegistryPlace = Pick<RegistryRow, "at" | "instance" | "sequence">;

export interface Registries {
  names(): Promise<readonly string[]>;
  /** Rows without a seal, in the order they will be sealed in: time, instance, sequence. */
  unsealed(registry: string, limit: number): Promise<readonly RegistryRow[]>;
  /** Writes seals of rows that have none, if the head is still the one they continue. False: it moved. */
  seal(
    registry: string,
    previous: Head | null,
    rows: readonly {
      readonly row: Pick<RegistryRow, "instance" | "sequence">;
      readonly seal: Seal;
      readonly salts: Readonly<Record<string, string>>;
    }[],
    head: Head,
  ): Promise<boolean>;
  head(registry: string): Promise<Head | null>;
  /** Heads kept day by day, oldest first. */
  heads(registry: string): Promise<readonly Head[]>;
  /**
   * Rows by number, a page at a time; behind the last sealed one those without a seal, by time, at most a page of them.
   *
   * @param after number of the last row seen. @default 0
   */
  rows(registry: string, page: { readonly after?: number; readonly limit: number }): Promise<readonly SealedRow[]>;
  /** Rows that fit, newest first. */
  find(
    registry: string,
    wanted: {
      readonly instance?: InstanceId;
      readonly actor?: UserId;
      readonly from?: Instant;
      readonly to?: Instant;
      readonly limit: number;
    },
  ): Promise<readonly SealedRow[]>;
  /** Rows by time, from behind a place on; those of one instant by instance and sequence. */
  scan(
    registry: string,
    wanted: {
      readonly instance?: InstanceId;
      readonly actor?: UserId;
      readonly from?: Instant;
      readonly to?: Instant;
      readonly ascending: boolean;
      readonly after: RegistryPlace | null;
      readonly limit: number;
    },
  ): Promise<readonly SealedRow[]>;
  /** All rows that instances wrote, in all registries: by registry, instance and sequence. */
  rowsOf(instances: readonly InstanceId[]): Promise<readonly SealedRow[]>;
  /** What the histories of instances say they wrote; those that wrote nothing are left out. */
  appendedBy(instances: readonly InstanceId[]): Promise<readonly Appended[]>;
  /** Rows of instances that there are not (those that record erasures have none and are left out). */
  orphans(registry: string, limit: number): Promise<readonly SealedRow[]>;
  /**
   * Erases the values and salts of fields, and writes in the same commit who did it and why into the registry
   * `erasures`; the commitments stay. A row without a seal is left as it is: it will have one in a few seconds.
   *
   * @returns how many rows were erased
   */
  erase(rows: readonly Erasure[], record: ErasureRecord): Promise<number>;
}
