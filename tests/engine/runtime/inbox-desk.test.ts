import { expect, test } from "vitest";
import { id, type UserId } from "../../../engine/base/ids.ts";
import { instant } from "../../../engine/base/instant.ts";
import { readDirectory } from "../../../engine/people/read-directory.ts";
import type { Viewer, ViewerRole } from "../../../engine/people/viewer.ts";
import type { InboxReader, InboxScope } from "../../../engine/ports/inbox.ts";
import { InboxDesk } from "../../../engine/runtime/inbox-desk.ts";
import type { Library } from "../../../engine/runtime/library.ts";
import { Sight } from "../../../engine/runtime/sight.ts";
import { DISCOUNT } from "../../contracts/store-life.ts";

const NOW = instant(Date.parse("2026-12-01T09:00:00Z"));

const company = readDirectory({
  users: {
    boss: { department: "firm" },
    head: { department: "sales", absent: [{ from: "2026-12-01", to: "2026-12-02", substitute: "ann" }] },
    ann: { department: "sales" },
  },
  departments: { firm: { head: "boss" }, sales: { head: "head", parent: "firm" } },
});

/** What the desk asks the store for. */
function asked() {
  const scopes: InboxScope[] = [];
  const readers: InboxReader[] = [];
  const filters: object[] = [];
  const none = { tasks: 0, overdue: 0 };
  const queries = {
    inbox: async (scope: InboxScope, filter: object) => {
      scopes.push(scope);
      filters.push(filter);
      return { rows: [], next: null };
    },
    inboxCounts: async (reader: InboxReader) => {
      readers.push(reader);
      return { mine: none, group: none, team: null, all: null };
    },
  };
  const library = { inForce: async () => ({ marker: 1, current: new Map([["p", { definition: DISCOUNT }]]) }) };
  const ports = { store: { queries }, people: { snapshot: async () => company }, clock: { now: () => NOW } };
  const desk = new InboxDesk(ports as never, new Sight(ports as never, library as unknown as Library));
  return { desk, scopes, readers, filters };
}

function viewer(user: string | null, ...roles: ViewerRole[]): Viewer {
  return { user: user === null ? null : id<UserId>(user), roles: roles.length === 0 ? ["person"] : roles };
}

test("each list asks for its people: his own and whom he stands in for, his team, everybody", async () => {
  const { desk, scopes } = asked();
  for (const list of ["mine", "group", "team"] as const) await desk.inbox({ viewer: viewer("ann"), list, limit: 9 });
  await desk.inbox({ viewer: viewer("boss"), list: "team", limit: 9 });
  await desk.inbox({ viewer: viewer("ann", "operator"), list: "all", limit: 9 });
  expect(scopes).toEqual([
    { kind: "held", user: "ann", inPlaceOf: ["head"] },
    { kind: "offered", user: "ann", inPlaceOf: ["head"] },
    { kind: "people", people: [] },
    { kind: "people", people: ["head", "ann"] },
    { kind: "all" },
  ]);
});

test("who may not see everybody's tasks is shown none, and nothing is asked", async () => {
  const { desk, scopes, readers } = asked();
  const nothing = { rows: [], next: null };
  for (const roles of [["person"], ["analyst"], []] as const)
    expect(await desk.inbox({ viewer: { user: id<UserId>("boss"), roles }, list: "all", limit: 9 })).toEqual(nothing);
  for (const list of ["mine", "group", "team"] as const)
    expect(await desk.inbox({ viewer: viewer(null, "administrator"), list, limit: 9 })).toEqual(nothing);
  expect(await desk.inboxCounts(viewer(null, "analyst"))).toMatchObject({ team: null, all: null });
  expect([scopes, readers]).toEqual([[], []]);
});

test("overdue is what is overdue now, and the other filters are handed on", async () => {
  const { desk, filters } = asked();
  const wanted = { viewer: viewer("ann"), list: "mine", text: "скидка", limit: 9 } as const;
  await desk.inbox({ ...wanted, overdue: true });
  await desk.inbox({ ...wanted, overdue: false });
  expect(filters).toEqual([{ text: "скидка", overdueAt: NOW }, { text: "скидка" }]);
});

test("counts are of the same people as the lists", async () => {
  const { desk, readers } = asked();
  await desk.inboxCounts(viewer("head"));
  await desk.inboxCounts(viewer("ann", "administrator"));
  await desk.inboxCounts(viewer(null, "operator"));
  expect(readers).toEqual([
    { user: "head", inPlaceOf: [], team: ["ann"], seesAll: false },
    { user: "ann", inPlaceOf: ["head"], team: [], seesAll: true },
    { user: null, inPlaceOf: [], team: [], seesAll: true },
  ]);
});
