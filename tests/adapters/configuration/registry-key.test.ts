import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { registryKey } from "../../../adapters/configuration/registry-key.ts";
import { signedInUser } from "../../../adapters/configuration/signed-in-user.ts";
import { Secret } from "../../../adapters/secret.ts";
import { unreachableRedis, unreachableStore } from "../../../adapters/unreachable-server.ts";
import { folderWith } from "../../support/command-line.ts";

const KEY = "0123456789abcdef0123456789abcdef";
const of = (registry: { readonly key?: string; readonly keyFile?: string }) => ({
  registry: { key: registry.key ? new Secret(registry.key) : null, keyFile: registry.keyFile ?? null, seals: null },
});

describe("the registries' key", () => {
  test("comes from the environment or from its file, without the line's end", () => {
    const folder = folderWith({ "registry.key": `${KEY}\n` });
    expect(registryKey(of({ key: KEY }))?.reveal()).toBe(KEY);
    expect(registryKey(of({ keyFile: join(folder, "registry.key") }))?.reveal()).toBe(KEY);
    expect(registryKey(of({}))).toBeNull();
  });

  test("that is short or cannot be read is refused, and not shown", () => {
    expect(() => registryKey(of({ key: "canary" }))).toThrow(/^(?!.*canary).*shorter than 32/);
    expect(() => registryKey(of({ keyFile: "not/there" }))).toThrow(/cannot be read: not\/there \(ENOENT\)/);
  });
});

describe("who is signed in", () => {
  test("is whom ordo.yaml maps the system's user to, and nobody else", () => {
    const users = { anna: "head-1" };
    expect(["anna", "boris", "toString"].map((name) => signedInUser({ users }, name))).toEqual(["head-1", null, null]);
  });
});

describe("a server that does not answer", () => {
  test("is told by its innermost reason, without a password, with a remedy and exit code 3", () => {
    const cause = new Error("connect ECONNREFUSED postgres://ordo:canary@db/ordo");
    const told = unreachableStore(new Error("the query failed", { cause }), "postgres");
    expect(told.says.en).toBe("PostgreSQL does not answer: connect ECONNREFUSED postgres://***@db/ordo");
    expect([told.exitCode, told.remedy.en.includes("pg_isready")]).toEqual([3, true]);
    expect(unreachableRedis(new AggregateError([new Error("refused")])).says.ru).toBe("Redis не отвечает: refused");
  });

  test("that has words of its own keeps them", () => {
    const says = { ru: "PostgreSQL 12, а нужен 15", en: "PostgreSQL 12, but 15 is needed" };
    const error = Object.assign(new Error("x"), { says, remedy: { ru: "Обновите", en: "Update" } });
    expect(unreachableStore(error, "postgres")).toMatchObject({ says, remedy: { ru: "Обновите" } });
  });
});
