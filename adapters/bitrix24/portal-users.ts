import { id, type UserId } from "../../engine/base/ids.ts";
import type { Bitrix24Config } from "./config.ts";

/**
 * Who in the portal is who in the directory. The portal numbers people; processes name them by the ids of the directory.
 * Those that `bitrix24.users` names have that id, all others `user-<number>`.
 */
export class PortalUsers {
  /** The account that stands for nobody; null: there is none. */
  readonly nobody: number | null;
  readonly #numbers: ReadonlyMap<string, number>;
  readonly #names: ReadonlyMap<number, string>;

  /**
   * @param named user id → number in the portal
   * @param nobody the service account that Ordo works under. The portal makes it responsible for whatever nobody was named
   *   for, so that in a record it means: nobody
   */
  constructor(named: Readonly<Record<string, number>>, nobody: number | null = null) {
    this.nobody = nobody;
    this.#numbers = new Map(Object.entries(named));
    this.#names = new Map(Object.entries(named).map(([name, number]) => [number, name]));
  }

  /** Number in the portal; null: nobody there. */
  numberOf(user: string): number | null {
    const named = this.#numbers.get(user);
    if (named !== undefined) return named;
    const [, digits] = /^user-([1-9]\d{0,9})$/.exec(user) ?? [];
    if (digits === undefined || this.#names.has(Number(digits))) return null;
    return Number(digits);
  }

  /** The directory's id of the portal's user; null for 0 and for the service account, which are nobody. */
  idOf(number: number): UserId | null {
    if (!Number.isSafeInteger(number) || number <= 0 || number === this.nobody) return null;
    return id<UserId>(this.#names.get(number) ?? `user-${number}`);
  }
}

/** Who is who, as the section `bitrix24` says; null: nobody is named. */
export function usersOf(config: Pick<Bitrix24Config, "users" | "nobody"> | null): PortalUsers {
  return new PortalUsers(config?.users ?? {}, config?.nobody ?? null);
}
