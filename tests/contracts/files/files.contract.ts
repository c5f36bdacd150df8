import { describe, expect, test } from "vitest";
import type { Files } from "../../../engine/ports/files.ts";

/** An empty place for files. `open` may be called again: what was put is there. */
export interface FilesBench {
  open(): Files;
  end(): Promise<void>;
}

/** What every place for files keeps to (`engine/ports/files.ts`). */
export function filesContract(bench: () => Promise<FilesBench>): void {
  const on = async (use: (open: () => Files) => Promise<void>): Promise<void> => {
    const made = await bench();
    try {
      await use(() => made.open());
    } finally {
      await made.end();
    }
  };
  const page = (text: string, name = "Лист.html") => ({
    name,
    type: "text/html",
    bytes: new TextEncoder().encode(text),
  });

  describe("files", () => {
    test("are what was put, with name and type, for whoever opens the place later", () =>
      on(async (open) => {
        const reference = await open().put("call-1", page("<p>да</p>"));
        expect(reference).toBe("file:call-1");
        expect(await open().get(reference)).toEqual(page("<p>да</p>"));
      }));

    test("of one key are one file: what was put first", () =>
      on(async (open) => {
        const files = open();
        expect(await files.put("call-1", page("one"))).toBe(await files.put("call-1", page("two", "Другое.html")));
        expect(await files.get("file:call-1")).toEqual(page("one"));
      }));

    test("put under one key at the same time are one of them, for everybody and for ever", () =>
      on(async (open) => {
        const [one, other] = [open(), open()];
        await Promise.all(Array.from({ length: 20 }, (_, at) => (at % 2 ? one : other).put("call-1", page(`${at}`))));
        const first = await one.get("file:call-1");
        await other.put("call-1", page("late"));
        expect(await other.get("file:call-1")).toEqual(first);
      }));

    test("may be empty, of any bytes, and large", () =>
      on(async (open) => {
        const files = open();
        for (const size of [0, 1, 65_536, 3_000_001]) {
          const bytes = Uint8Array.from({ length: size }, (_, at) => (at * 31) % 256);
          const file = { name: `${size}.bin`, type: "application/octet-stream", bytes };
          const back = await files.get(await files.put(`size-${size}`, file));
          expect(back?.bytes.length).toBe(size);
          expect(Buffer.from(back?.bytes ?? []).equals(Buffer.from(bytes))).toBe(true);
        }
      }));

    test("larger than 64 MB are refused, and so are keys that are none", () =>
      on(async (open) => {
        const files = open();
        const large = { name: "a", type: "b", bytes: new Uint8Array(64 * 1024 * 1024 + 1) };
        await expect(files.put("large", large)).rejects.toThrow(/at most/);
        for (const key of ["", "x".repeat(2_001)]) await expect(files.put(key, page("x"))).rejects.toThrow(/key/);
      }));

    test("have names that lead nowhere", () =>
      on(async (open) => {
        const files = open();
        const names = [
          "../../etc/passwd",
          "C:\\temp\\счёт.pdf",
          "a\u202Efdp.exe",
          "..",
          "",
          "a\r\nb.txt",
          "Счёт № 5 (копия).pdf",
        ];
        const kept = await Promise.all(
          names.map(async (name, at) => (await files.get(await files.put(`name-${at}`, page("x", name))))?.name),
        );
        expect(kept).toEqual([
          "..-..-etc-passwd",
          "C:-temp-счёт.pdf",
          "afdp.exe",
          "file",
          "file",
          "ab.txt",
          "Счёт № 5 (копия).pdf",
        ]);
      }));

    test("that are not there are null, and what is no reference too", () =>
      on(async (open) => {
        const files = open();
        for (const reference of ["file:nothing", "file:", "call-1", "https://x.example/file", "file:///etc/passwd", ""])
          expect(await files.get(reference)).toBeNull();
      }));
  });
}
