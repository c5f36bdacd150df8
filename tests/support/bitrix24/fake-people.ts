import { type Fields, isFields, listOf, numberOf, textOf } from "./fake-answer.ts";
import { type FakeCall, type FakeMethods, mapParam, paged, param } from "./fake-method.ts";
import type { FakeDepartment, FakeUser, FakeWorld } from "./fake-world.ts";

/** Users, the caller himself, and departments. Nobody can be asked whether somebody else is an administrator. */
export const PEOPLE_METHODS: FakeMethods = {
  "user.get": {
    scope: "user",
    run: (call, world) => {
      // Conditions stand under FILTER, or bare beside it.
      const filter = { ...bare(call), ...mapParam(call, "filter") };
      const rows = [...world.users.values()].filter((user) => fits(user, filter)).sort((a, b) => a.id - b.id);
      const isDescending = textOf(param(call, "order")).toUpperCase() === "DESC";
      return paged(isDescending ? rows.toReversed() : rows, call, (users) => users.map((user) => shown(user, call)));
    },
  },
  "user.current": { scope: "user", run: (call, world) => ({ result: shown(caller(call, world), call) }) },
  "user.admin": { scope: null, run: (call, world) => ({ result: world.isAdmin(call.caller.userId) }) },
  profile: {
    scope: null,
    run: (call, world) => {
      const { id, admin, name, lastName } = caller(call, world);
      return {
        result: { ID: String(id), ADMIN: admin, NAME: name, LAST_NAME: lastName, PERSONAL_GENDER: "", TIME_ZONE: "" },
      };
    },
  },
  "department.get": {
    scope: "department",
    run: (call, world) => {
      const asked = ["ID", "PARENT", "UF_HEAD", "NAME"].flatMap((name): [string, unknown][] => {
        const value = param(call, name);
        return value === undefined ? [] : [[name, value]];
      });
      const rows = [...world.departments.values()].filter((one) =>
        asked.every(([name, value]) =>
          listOf(value).some((wanted) => textOf(wanted) === textOf(department(one)[name])),
        ),
      );
      const sort = textOf(param(call, "sort")) || "ID";
      const sign = textOf(param(call, "order")).toUpperCase() === "DESC" ? -1 : 1;
      const sorted = rows.toSorted(
        (a, b) =>
          sign * textOf(department(a)[sort]).localeCompare(textOf(department(b)[sort]), "en", { numeric: true }),
      );
      return paged(sorted, call, (shownRows) => shownRows.map(department));
    },
  },
};

const NOT_CONDITIONS = new Set(["filter", "select", "sort", "order", "start", "auth", "admin_mode"]);

function bare(call: FakeCall): Fields {
  return Object.fromEntries(Object.entries(call.params).filter(([key]) => !NOT_CONDITIONS.has(key.toLowerCase())));
}

function caller(call: FakeCall, world: FakeWorld): FakeUser {
  return world.users.get(call.caller.userId) ?? world.addUser({ id: call.caller.userId });
}

function fits(user: FakeUser, filter: Fields): boolean {
  return Object.entries(filter).every(([key, expected]) => {
    const wanted = isFields(expected) ? listOf(expected) : Array.isArray(expected) ? expected : [expected];
    switch (key.replace(/^[=@]/, "").toUpperCase()) {
      case "ID":
        return wanted.some((one) => numberOf(one) === user.id);
      case ">ID":
        return wanted.some((one) => user.id > numberOf(one));
      case "UF_DEPARTMENT":
        return wanted.some((one) => user.departments.includes(numberOf(one)));
      case "ACTIVE":
        return wanted.some((one) => [true, "true", "Y", 1, "1"].includes(one as string) === user.active);
      case "EMAIL":
        return wanted.some((one) => textOf(one).toLowerCase() === user.email.toLowerCase());
      case "NAME":
        return wanted.some((one) => textOf(one) === user.name);
      case "LAST_NAME":
        return wanted.some((one) => textOf(one) === user.lastName);
      default:
        // What is not known is passed over.
        return true;
    }
  });
}

/** `user_basic` and `user` give addresses; `user_brief` does not. */
function shown(user: FakeUser, call: FakeCall): Fields {
  const isBrief =
    call.caller.scopes.has("user_brief") && !call.caller.scopes.has("user") && !call.caller.scopes.has("user_basic");
  return {
    ...{ ID: String(user.id), ACTIVE: user.active, NAME: user.name, LAST_NAME: user.lastName },
    ...(isBrief ? {} : { EMAIL: user.email }),
    ...{ LAST_LOGIN: "2024-07-23T08:07:26+00:00", DATE_REGISTER: "2024-07-22T00:00:00+00:00", IS_ONLINE: "Y" },
    ...{ LAST_ACTIVITY_DATE: "2024-07-23 08:08:50", PERSONAL_GENDER: "", PERSONAL_BIRTHDAY: "" },
    ...{ WORK_POSITION: user.position, UF_EMPLOYMENT_DATE: "", UF_DEPARTMENT: user.departments },
  };
}

/** `UF_HEAD` and `PARENT` stand there only where there are any. */
function department({ id, name, parent, head }: FakeDepartment): Fields {
  return {
    ...{ ID: String(id), NAME: name, SORT: 500 },
    ...(parent === null ? {} : { PARENT: String(parent) }),
    ...(head === null ? {} : { UF_HEAD: String(head) }),
  };
}
