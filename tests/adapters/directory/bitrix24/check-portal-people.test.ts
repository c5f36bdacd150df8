import { join } from "node:path";
import { expect, test } from "vitest";
import { PortalUsers } from "../../../../adapters/bitrix24/portal-users.ts";
import { checkPortalPeople, type PeopleLook } from "../../../../adapters/directory/bitrix24/check-portal-people.ts";
import type { KeptReading } from "../../../../adapters/directory/bitrix24/kept-people.ts";
import { instant } from "../../../../engine/base/instant.ts";
import { folderWith } from "../../../support/command-line.ts";

const NOW = Date.UTC(2026, 10, 20, 9);
const ANNA = { position: null, email: null, phone: null, departments: [], timeZone: null };

function look(more: Partial<PeopleLook["config"]> & { readonly readAt?: number | null } = {}): PeopleLook {
  const { readAt = NOW, ...config } = more;
  const people = { users: [{ ...ANNA, number: 1, name: "Anna", active: true }], departments: [] };
  const kept: KeptReading | null = readAt === null ? null : { people, text: "", readAt };
  return {
    config: { departments: {}, groups: {}, administrators: [], absences: null, refreshMs: 300_000, ...config },
    users: new PortalUsers({ anna: 1 }),
    ...{ clock: { now: () => instant(NOW) }, locale: "en", kept: async () => kept },
  };
}

const shown = async (of: PeopleLook) =>
  (await checkPortalPeople(of)).map(({ status, says }) => `${status}: ${says.en}`);

test("a fresh reading is fine, an old one doubtful, none at all is nobody's fault", async () => {
  expect(await shown(look())).toEqual(["ok: People from the portal: 1, read at 2026-11-20 09:00 UTC"]);
  expect(await shown(look({ readAt: NOW - 2 * 86_400_000 }))).toEqual([
    "warning: People from the portal: 1, read at 2026-11-18 09:00 UTC",
  ]);
  expect(await shown(look({ readAt: null }))).toEqual([
    "skipped: People were never read from the portal: the first `ordo serve` reads them",
  ]);
});

test("ids that nobody has are named, and a file that cannot be read is a problem with its place", async () => {
  const folder = folderWith({ "absences.yaml": "users:\n  anna: { absnt: [] }\n" });
  const found = await shown(look({ administrators: ["anna", "ghost"], absences: join(folder, "absences.yaml") }));
  expect(found).toEqual([
    expect.stringMatching(/^problem: The file of absences cannot be read: .*absences\.yaml:2$/),
    "ok: People from the portal: 1, read at 2026-11-20 09:00 UTC",
    "warning: Named in the configuration or the file of absences, but not shown by the portal: ghost",
  ]);
});
