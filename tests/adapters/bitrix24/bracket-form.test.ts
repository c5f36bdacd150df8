import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { listAt, mapAt, readBracketForm, textAt } from "../../../adapters/bitrix24/bracket-form.ts";

type Tree = string | { readonly [name: string]: Tree };

/** As PHP's `http_build_query` writes it. */
function write(tree: { readonly [name: string]: Tree }, prefix = ""): string {
  return Object.entries(tree)
    .map(([name, value]) => {
      const key = prefix === "" ? encodeURIComponent(name) : `${prefix}%5B${encodeURIComponent(name)}%5D`;
      if (typeof value !== "string") return write(value, key);
      return `${key}=${encodeURIComponent(value).replaceAll("%20", "+")}`;
    })
    .join("&");
}

test("an event reads as the portal wrote it", () => {
  const form = readBracketForm(
    "event=ONCRMDEALADD&data%5BFIELDS%5D%5BID%5D=7405&ts=1766047124&auth[domain]=%D0%B7%D0%B5%D1%80%D0%BD%D0%BE+1",
  );
  expect(form).toEqual({
    event: "ONCRMDEALADD",
    data: { FIELDS: { ID: "7405" } },
    ts: "1766047124",
    auth: { domain: "зерно 1" },
  });
  expect(textAt(form ?? {}, ["data", "FIELDS", "ID"])).toBe("7405");
  expect(textAt(form ?? {}, ["data", "FIELDS"])).toBeNull();
  expect(textAt(form ?? {}, ["data", "NONE", "ID"])).toBeNull();
  expect(mapAt(form ?? {}, "event")).toEqual({});
});

test("lists count by themselves, or come with their numbers in any order", () => {
  const form = readBracketForm("a[]=x&a[]=y&b[1]=two&b[0]=one&b[10]=last&b[2]=three") ?? {};
  expect(form["a"]).toEqual({ 0: "x", 1: "y" });
  expect(listAt(form, "b")).toEqual(["one", "two", "three", "last"]);
});

test("whatever was written is read", () => {
  const name = fc
    .string({ minLength: 1, maxLength: 10 })
    .filter((text) => !/[[\]]|^(__proto__|constructor|prototype)$/.test(text));
  const { tree } = fc.letrec<{ tree: Tree }>((tie) => ({
    tree: fc.oneof({ maxDepth: 4 }, fc.string(), fc.dictionary(name, tie("tree"), { minKeys: 1, maxKeys: 4 })),
  }));
  fc.assert(
    fc.property(fc.dictionary(name, tree, { minKeys: 1, maxKeys: 4 }), (form) => {
      expect(readBracketForm(write(form))).toEqual({ ...form });
    }),
  );
});

test("no body does harm or throws", () => {
  const nasty = fc.constantFrom("__proto__", "constructor", "prototype", "[", "]", "=", "&", "a", "%", "%zz", "+", "");
  fc.assert(
    fc.property(fc.array(fc.oneof(nasty, fc.string({ maxLength: 4 }))), (parts) => {
      const form = readBracketForm(parts.join(""));
      expect(Object.prototype).not.toHaveProperty("a");
      if (form !== null) expect(Object.getPrototypeOf(form)).toBe(Object.prototype);
    }),
  );
  expect(readBracketForm(new Uint8Array([0x61, 0x3d, 0xff]))).toBeNull();
});

describe("refused as a whole", () => {
  test.each([
    ["a name of JavaScript's own objects", "event=X&__proto__[polluted]=1"],
    ["the same deeper", "data[FIELDS][__proto__][polluted]=1"],
    ["the same, written with escapes", "data%5Bconstructor%5D%5Bprototype%5D%5Bpolluted%5D=1"],
    ["too deep", `a${"[b]".repeat(8)}=1`],
    ["too many fields", Array.from({ length: 1_001 }, (_, place) => `a[${place}]=1`).join("&")],
    ["a name too long", `${"a".repeat(201)}=1`],
    ["a text too long", `a=${"x".repeat(64 * 1024 + 1)}`],
    ["brackets that do not close", "data[FIELDS=1"],
    ["a broken escape", "a=%zz"],
    ["no name", "=1"],
  ])("%s", (_, body) => {
    expect(readBracketForm(body)).toBeNull();
    expect(Object.hasOwn(Object.prototype, "polluted")).toBe(false);
  });
});
