import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { ProcessLoader } from "../../../adapters/command-line/process-loader.ts";
import { readConfiguration } from "../../../adapters/configuration/read-configuration.ts";
import { checkCompany } from "../../../adapters/doctor/check-company.ts";
import { folderSource } from "../../../adapters/process-source/folder/folder-source.ts";
import { ROOT } from "../../support/source-files.ts";

const PROCESS = join(ROOT, "processes/lead-distribution");

function look(current: ReadonlyMap<string, string> | null, now = "2026-11-20T10:00:00Z") {
  const source = folderSource();
  const directory = join(ROOT, "processes/sample/directory.yaml");
  const configuration = { ...readConfiguration(null, {}), processes: [PROCESS], directory };
  const loader = new ProcessLoader(source, { directory });
  const digest = loader.load(PROCESS).definition?.digest ?? "";
  const findings = checkCompany({ source, loader, configuration, current, now: Date.parse(now) });
  return { digest, of: (check: string) => findings.find((one) => one.check === check) };
}

describe("what the company wrote", () => {
  test("is compared with what runs", () => {
    const { digest } = look(null);
    const status = (current: ReadonlyMap<string, string> | null) => look(current).of("drift")?.status;
    expect(status(null)).toBeUndefined();
    expect(status(new Map([["lead-distribution", digest]]))).toBe("ok");
    const { of } = look(
      new Map([
        ["lead-distribution", "another"],
        ["old-process", "x"],
      ]),
    );
    expect(of("drift")?.says.en).toContain("changed: lead-distribution; deployed, without files: old-process");
    expect(look(new Map()).of("drift")?.says.ru).toContain("не развёрнуты — lead-distribution");
  });

  test("runs out when a year within thirty days has no decree", () => {
    const status = (now: string) => look(null, now).of("calendar")?.status;
    expect(status("2026-11-20T10:00:00Z")).toBe("ok");
    expect(status("2026-12-05T10:00:00Z")).toBe("warning");
    expect(look(null, "2026-12-05T10:00:00Z").of("calendar")?.remedy?.en).toContain("ordo calendar import");
  });
});
