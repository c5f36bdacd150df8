import { describe, expect, test } from "vitest";
import { findScenarios } from "../../adapters/command-line/find-scenarios.ts";
import { LoaderPool } from "../../adapters/command-line/loader-pool.ts";
import { loadScenario } from "../../adapters/command-line/scenario-file.ts";
import { folderSource } from "../../adapters/process-source/folder/folder-source.ts";
import type { ValueMap } from "../../engine/base/value.ts";
import { LetterBox } from "../../engine/simulation/letter-box.ts";
import { operate } from "../../engine/simulation/operations.ts";
import { RecordBook } from "../../engine/simulation/record-book.ts";
import { runScenario, type ScenarioRun } from "../../engine/simulation/run-scenario.ts";

const POOL = new LoaderPool(folderSource());
const FILES = findScenarios(["processes"]);

function played(file: string, all = false): ScenarioRun {
  const { scenario, stage } = loadScenario(file, { pool: POOL });
  if (!scenario || !stage) throw new Error(`${file} could not be loaded`);
  if (!all) return runScenario(scenario, stage);
  const folders = [...new Set(FILES.map((path) => path.split("/")[1] ?? ""))];
  const definitions = folders.map((id) => stage.definitionOf(id) ?? stage.definition);
  return runScenario(scenario, {
    ...stage,
    definitions: [stage.definition, ...definitions.filter((one) => one !== stage.definition)],
  });
}

describe("what no claim of a scenario can say", () => {
  test("spam is moved to Junk", () => {
    const { world } = played("processes/mail-intake/scenarios/spam.yaml");
    expect(world.letters.folderOf("<s-1@promo.example>")).toBe("spam");
  });

  test("the letter a lead was made of belongs to the lead", () => {
    const { world } = played("processes/mail-intake/scenarios/letter-becomes-lead.yaml");
    expect(world.letters.get("<m-1@kofe-dom.example>")).toMatchObject({
      record: { type: "lead", title: "Кофемашина в шоурум" },
    });
  });

  test("the registry of discounts is searchable by reason, who and result", () => {
    const rows = ["small-discount", "rejected", "guard-and-approval"].flatMap(
      (name) =>
        played(`processes/discount-approval/scenarios/${name}.yaml`).world.registry.get("discount-changes") ?? [],
    );
    const found = (filter: ValueMap): readonly unknown[] => {
      const desk = {
        book: new RecordBook({ records: {}, lists: {} }, null),
        letters: new LetterBox(),
        registry: new Map([["discount-changes", rows]]),
        ofDeleted: () => false,
        locale: "ru",
        changed: () => {},
      } as unknown as Parameters<typeof operate>[2];
      const outcome = operate("registry.find", { registry: "discount-changes", filter }, desk);
      return outcome.kind === "done" ? (outcome.output as { items: readonly unknown[] }).items : [];
    };
    expect(found({ reason: { contains: "вторую машину" } })).toMatchObject([
      { by: "manager-4", result: "approve", before: null, after: 4.5 },
    ]);
    expect(found({ result: "reject" })).toMatchObject([{ reason: "Тендер", by: "manager-1" }]);
    expect(found({ by: "manager-1" })).toHaveLength(3);
  });
});

describe("all nine processes together", () => {
  test("do not start each other without end, whatever happens", () => {
    const loops = FILES.filter((file) =>
      played(file, true).world.incidents.some(({ code }) => code === "TOO_MANY_EVENTS"),
    );
    expect(loops).toEqual([]);
  });

  test("a write of theirs starts none of them again: one change of a company's category is one run for each open deal", () => {
    const { world } = played("processes/category-sync/scenarios/category-changed.yaml", true);
    expect(world.instances.map((host) => host.definition.process)).toEqual(["category-sync", "category-sync"]);
  });
});
