import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

/** References (`file:<key>`) of the files whose keys' digests begin so; `digits`: at least two, hexadecimal. */
export async function findByDigest(folder: string, digits: string): Promise<readonly string[]> {
  const [shelf, rest] = [join(folder, "keys", digits.slice(0, 2)), digits.slice(2)];
  const names = await readdir(shelf).catch(() => []);
  const entries = names.filter((name) => name.startsWith(rest) && !name.endsWith(".part"));
  return Promise.all(
    entries.map(async (name) => {
      const { key } = JSON.parse(await readFile(join(shelf, name), "utf8")) as { readonly key: string };
      return `file:${key}`;
    }),
  );
}
