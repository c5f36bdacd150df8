import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/*
 * `npm pack` and `npm publish` take the `package.json` they find. The root's own is private and brings Node itself and
 * the libraries that the bundle already carries; none of that may travel. So `prepack` puts the published manifest in
 * its place and `postpack` puts the root's back.
 */
const ROOT = join(import.meta.dirname, "..");
const MANIFEST = join(ROOT, "package.json");
/** Where the root's manifest waits meanwhile; git ignores it. */
const KEPT = join(ROOT, "package.private.json");

const action = process.argv[2];
if (action === "put") put();
else if (action === "restore") restore();
else throw new Error("Say `put` or `restore`.");

function put(): void {
  // A pack that was interrupted left the root's manifest aside: that one is the truth.
  if (!existsSync(KEPT)) renameSync(MANIFEST, KEPT);
  const root: Readonly<Record<string, unknown>> = JSON.parse(readFileSync(KEPT, "utf8"));
  writeFileSync(MANIFEST, `${JSON.stringify(published(root), null, 2)}\n`);
}

function restore(): void {
  if (existsSync(KEPT)) renameSync(KEPT, MANIFEST);
}

/** What travels: who it is, the command, the Node it needs. No dependency: the bundle carries what it uses. */
function published(root: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const { name, version, description, license, engines, bin, files } = root;
  return { name, version, description, license, engines, bin, files };
}
