import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import type { Node } from "./node.ts";
import type { SourceText } from "./position.ts";
import { baseName } from "./table-places.ts";

/**
 * The identity of a version: SHA-256 (hex) over the meaning of the process and the texts of its decisions and
 * templates. Comments, spaces and quotes make no new version; everything that can change a run does.
 */
export function digestOf(root: Node, files: readonly SourceText[]): string {
  const parts = [canonical(root)];
  for (const file of files.filter(belongs).sort((one, other) => (one.path < other.path ? -1 : 1))) {
    const folder = /(?:^|\/)(decisions|templates)\/[^/]+$/u.exec(file.path)?.[1] ?? "";
    parts.push(
      JSON.stringify([
        folder,
        baseName(file.path),
        file.path.slice(file.path.lastIndexOf(".") + 1),
        unified(file.text),
      ]),
    );
  }
  return digestOfText(parts.join("\n"));
}

/** SHA-256 of a text, hex. */
export function digestOfText(text: string): string {
  return bytesToHex(sha256(utf8ToBytes(text)));
}

function belongs(file: SourceText): boolean {
  return /(?:^|\/)(decisions|templates)\//u.test(file.path);
}

/** Line ends and a byte order mark are the editor's, not the author's. */
function unified(text: string): string {
  return text.replace(/^\uFEFF/u, "").replace(/\r\n?/gu, "\n");
}

/** The order of keys counts (branches, outcomes, entries); the way a number is spelled does, too: its digits are exact. */
function canonical(node: Node): string {
  switch (node.kind) {
    case "scalar":
      return typeof node.value === "number" ? `#${node.source}` : JSON.stringify(node.value);
    case "list":
      return `[${node.items.map(canonical).join(",")}]`;
    case "map":
      return `{${node.entries.map((entry) => `${JSON.stringify(entry.name)}:${canonical(entry.value)}`).join(",")}}`;
  }
}
