import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { instant } from "../../../engine/base/instant.ts";
import { isList, type Value } from "../../../engine/base/value.ts";
import type { DirectorySnapshot } from "../../../engine/people/directory.ts";
import { strikeOut } from "../../../engine/people/exclusion.ts";
import { principalOf } from "../../../engine/people/principal.ts";
import { readDirectory } from "../../../engine/people/read-directory.ts";
import { resolvePrincipal } from "../../../engine/people/resolve.ts";
import { definitionOf, ruOffice } from "../../support/definition-of.ts";
import { requestProcess, routeOf } from "../../support/route-of.ts";

/** Who a rule may name. */
const WHO = ["manager of requester", "group director", "group board", "head of client", "user boss", "group sales"];

/** Rules over two kinds of goods and three stretches of an amount: no gaps, no overlaps. */
const rules = fc.array(fc.constantFrom(...WHO), { minLength: 6, maxLength: 6 });
const STRETCHES = ["<= 100", "(100..1 000]", "> 1 000"];
const AMOUNTS = ["0.00", "100.00", "100.01", "1000.00", "1000.01", "5000.00"];
const KINDS = ["товар", "услуги"];

function tableOf(who: readonly string[]): string {
  const rows = who.map((one, at) => `| - | ${STRETCHES[at % 3]} | ${KINDS[at < 3 ? 0 : 1]} | ${one} |`);
  return ["| Должность | Сумма, ₽ | Тип | approvers |", ...rows].join("\n");
}

const company = fc.record({
  boss: fc.boolean(),
  board: fc.boolean(),
  head: fc.constantFrom(null, "head", "clerk", "boss"),
  clerkManager: fc.constantFrom(null, "head", "boss"),
  headManager: fc.constantFrom(null, "boss"),
  director: fc.constantFrom(null, "boss", "clerk"),
});

type Company = typeof company extends fc.Arbitrary<infer T> ? T : never;

function plainOf(of: Company): unknown {
  return {
    users: {
      clerk: { name: "Клерк", position: "менеджер", department: "client", groups: ["sales"], manager: of.clerkManager },
      head: {
        name: "Глава",
        position: "руководитель",
        department: "client",
        groups: ["sales"],
        manager: of.headManager,
      },
      boss: { name: "Босс", position: "директор", active: of.boss, groups: of.boss ? ["sales"] : [] },
    },
    departments: { client: { title: "Клиенты", head: of.head } },
    groups: {
      director: { title: "Директор", members: of.director === null ? [] : [of.director] },
      board: { title: "Правление", members: of.board ? ["boss"] : [] },
    },
  };
}

/** Every requester with every amount and kind, decided and resolved one by one: is there one for whom nobody is left? */
function failsFor(text: string, directory: DirectorySnapshot): boolean {
  const definition = definitionOf(text);
  const table = definition.decisions["route"];
  const requesters = Object.values(directory.users).filter((user) => user.active && user.groups.includes("sales"));
  return requesters.some(({ id }) =>
    AMOUNTS.some((amount) =>
      KINDS.some((kind) => {
        const variables: Readonly<Record<string, Value>> = { requester: id, kind, amount: { amount, currency: "RUB" } };
        const context = {
          variable: (name: string) => variables[name],
          now: instant(0),
          calendar: ruOffice(),
          people: directory,
          list: () => undefined,
        };
        const approvers = table?.evaluate(context).outputs["approvers"] ?? null;
        return (isList(approvers) ? approvers : [approvers]).some((one) => isVacant(one, id, directory));
      }),
    ),
  );
}

function isVacant(value: Value, requester: string, directory: DirectorySnapshot): boolean {
  const principal = principalOf(value);
  if (!principal) return true;
  const { users } = resolvePrincipal(principal, directory, { dateOf: () => "0001-01-01", lastTurn: () => null });
  return strikeOut(users, directory, { excluded: new Set([requester]), ifExcluded: "manager" }).users.length === 0;
}

describe("the route against every case one by one", () => {
  test("somebody is missing exactly where a case shows it", () => {
    fc.assert(
      fc.property(rules, company, (who, of) => {
        const text = requestProcess({ table: tableOf(who) });
        const codes = routeOf(text, plainOf(of)).map(({ code }) => code);
        const found = codes.some(
          (code) => code === "route-nobody" || code === "route-group-empty" || code === "route-excluded",
        );
        expect(found).toBe(failsFor(text, readDirectory(plainOf(of))));
      }),
      { numRuns: 300, seed: 11 },
    );
  });
});
