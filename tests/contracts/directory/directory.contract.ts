import { afterEach, describe, expect, test } from "vitest";
import { absenceOf, deputiesOf } from "../../../engine/people/absence.ts";
import { headOf, managerOf } from "../../../engine/people/chart.ts";
import { groupOf, isActive, membersOf, nameOf, personOf } from "../../../engine/people/lookup.ts";
import { resolvePrincipal } from "../../../engine/people/resolve.ts";
import type { People } from "../../../engine/ports/people.ts";
import { COMPANY, type Company } from "./company.ts";

/** A directory and the source it reads. */
export interface DirectoryBench {
  readonly people: People;
  /** The source says something else from now on, and the directory has had its time to look. */
  change(company: Company): Promise<void>;
  /** The source tells nothing that could be used, and the directory has had its time to look. */
  breakDown(): Promise<void>;
  /** How many lines of the log were warnings. */
  warnings(): number;
  close(): Promise<void>;
}

/**
 * What every directory promises, wherever its people come from.
 *
 * @param open a directory of this company
 */
export function directoryContract(title: string, open: (company: Company) => Promise<DirectoryBench>): void {
  describe(title, () => {
    const ends: (() => Promise<void>)[] = [];
    afterEach(async () => {
      for (const end of ends.splice(0)) await end();
    });
    const opened = async (company: Company = COMPANY): Promise<DirectoryBench> => {
      const bench = await open(company);
      ends.push(() => bench.close());
      return bench;
    };
    const onTheDay = (day: string) => () => day;

    test("people are the same frozen object until something changes", async () => {
      const { people, change } = await opened();
      const first = await people.snapshot();
      expect(Object.isFrozen(first.users["head"])).toBe(true);
      expect(Object.isFrozen(first.departments["sales"])).toBe(true);
      await change(COMPANY);
      expect(await people.snapshot()).toBe(first);
      await change({ ...COMPANY, users: { ...COMPANY.users, novice: { name: "Nina Belkina", department: "store" } } });
      const second = await people.snapshot();
      expect(second).not.toBe(first);
      expect(nameOf(second, "novice")).toBe("Nina Belkina");
      expect(await people.snapshot()).toBe(second);
      expect(Object.hasOwn(first.users, "novice")).toBe(false);
    });

    test("a person is what the source says of him", async () => {
      const directory = await (await opened()).people.snapshot();
      expect(personOf(directory, "head")).toMatchObject({
        ...{ id: "head", name: "Anna Severova", email: "severova@example.com", phone: "+79000000011" },
        ...{ department: "sales", timeZone: "Europe/Moscow", active: true, position: null },
      });
      expect(personOf(directory, "director")?.position).toBe("director");
      expect(directory.administrators).toEqual(["director"]);
    });

    test("heads and managers are found, above a head and above a vacancy too", async () => {
      const directory = await (await opened()).people.snapshot();
      expect(headOf(directory, "sales")).toBe("head");
      expect(managerOf(directory, "seller")).toBe("head");
      expect(managerOf(directory, "head")).toBe("director");
      expect(headOf(directory, "store")).toBeNull();
      expect(managerOf(directory, "keeper")).toBe("head");
      expect(managerOf(directory, "director")).toBeNull();
    });

    test("a head who left is nobody's manager: the one above is", async () => {
      const { people, change } = await opened();
      const head = { ...COMPANY.users["head"], name: "Anna Severova", active: false };
      await change({ ...COMPANY, users: { ...COMPANY.users, head } });
      const directory = await people.snapshot();
      expect(headOf(directory, "sales")).toBeNull();
      expect(managerOf(directory, "seller")).toBe("director");
    });

    test("groups have their members in order, without who left", async () => {
      const directory = await (await opened()).people.snapshot();
      expect(membersOf(directory, "sales")).toEqual(["seller", "head"]);
      expect(groupOf(directory, "sales")?.title).toBe("Sales people");
      expect(membersOf(directory, "nobody")).toEqual([]);
    });

    test("an absence names its substitute, on its days and no others", async () => {
      const directory = await (await opened()).people.snapshot();
      const head = personOf(directory, "head");
      expect(head && absenceOf(head, onTheDay("2026-12-14"))).not.toBeNull();
      expect(head && absenceOf(head, onTheDay("2026-12-15"))).toBeNull();
      expect(deputiesOf(directory, "head", onTheDay("2026-12-01"))).toEqual([
        { user: "seller", onBehalfOf: "head", isPresent: true },
      ]);
    });

    test("who left is inactive, not missing: his name stays, and the reason says that he left", async () => {
      const directory = await (await opened()).people.snapshot();
      expect(isActive(directory, "leaver")).toBe(false);
      expect(nameOf(directory, "leaver")).toBe("Roman Tikhiy");
      const resolved = resolvePrincipal({ user: "leaver" }, directory, {
        dateOf: onTheDay("2026-11-20"),
        lastTurn: () => null,
      });
      expect(resolved.users).toEqual([]);
      expect(resolved.vacancy?.en).toContain("Roman Tikhiy has left");
    });

    test("a source that fails keeps the people before, says so once, and is followed again when it works", async () => {
      const { people, change, breakDown, warnings } = await opened();
      const before = await people.snapshot();
      await breakDown();
      expect(await people.snapshot()).toBe(before);
      await breakDown();
      expect(await people.snapshot()).toBe(before);
      expect(warnings()).toBe(1);
      await change({ ...COMPANY, users: { ...COMPANY.users, seller: { name: "Igor Novy", department: "sales" } } });
      expect(nameOf(await people.snapshot(), "seller")).toBe("Igor Novy");
    });
  });
}
