import { readFileSync } from "node:fs";
import { afterAll, expect, test } from "vitest";
import { findScenarios } from "../../../adapters/command-line/find-scenarios.ts";
import { LoaderPool } from "../../../adapters/command-line/loader-pool.ts";
import { loadScenario } from "../../../adapters/command-line/scenario-file.ts";
import { folderSource } from "../../../adapters/process-source/folder/folder-source.ts";
import { evolve } from "../../../engine/instance/evolve.ts";
import type { Instance } from "../../../engine/instance/state.ts";
import { runScenario } from "../../../engine/simulation/run-scenario.ts";
import type { Host } from "../../../engine/simulation/world-parts.ts";
import { displayWidth } from "../../../engine/view/display-width.ts";
import { printInstance } from "../../../engine/view/print-instance.ts";
import { showInstance } from "../../../engine/view/show-instance.ts";
import { type Why, why } from "../../../engine/view/why.ts";
import { shownOf } from "../../support/shown.ts";
import { page } from "./stories.ts";

/*
 * Every instance of every shipped scenario, asked after each of its commits: the answer is never empty, never an
 * exception, and never wider than the page.
 */
const POOL = new LoaderPool(folderSource());
const REFERENCE = readFileSync("docs/reference/command-line-json.md", "utf8");
const codes = new Set<string>();

/** The instance as it stood after each command, with its history so far. */
function* moments({ definition, history }: Host) {
  let instance: Instance | null = null;
  for (const [index, event] of history.entries()) {
    instance = evolve(instance, event);
    if (history[index + 1]?.command === event.command) continue;
    yield shownOf({ definition, instance, history: history.slice(0, index + 1) });
  }
}

function note(found: Why): void {
  const reasons = [
    ...found.held,
    ...found.ended,
    ...found.places.flatMap(({ here, rules, seats, me, who, unblocks, next }) =>
      [here, rules, seats, me, who, unblocks, next].flat(),
    ),
  ];
  for (const { code } of reasons) codes.add(code);
}

test.each(findScenarios(["processes"]))("at every moment of %s why has an answer", (file) => {
  const { scenario, stage } = loadScenario(file, { pool: POOL });
  if (!scenario || !stage) throw new Error(`${file} could not be loaded`);
  const { world } = runScenario(scenario, stage);
  for (const host of world.instances) {
    for (const shown of moments(host)) {
      const { instance } = shown;
      const found = why({ ...shown, catalog: stage.catalog }, { people: world.people, now: instance.lastAt });
      note(found);
      if (instance.endedAt !== null) expect(found.ended.at(-1)?.code).toBe(instance.status);
      else if (found.held.length === 0) {
        expect(found.places).not.toEqual([]);
        for (const { step, unblocks } of found.places) expect(unblocks, `${instance.id} ${step}`).not.toEqual([]);
      }
    }
    const last = shownOf(host, stage.catalog);
    const asked = { people: world.people, now: world.now };
    for (const locale of ["ru", "en"] as const) {
      const look = { locale, color: false, columns: 80, zone: "Europe/Moscow" };
      const text = `${page(why(last, asked), locale)}\n${printInstance(last, { ...look, ...asked, all: true })}`;
      for (const line of text.split("\n")) expect(displayWidth(line)).toBeLessThanOrEqual(100);
      expect(text).not.toMatch(/undefined|\[object|NaN/);
    }
    expect(showInstance(last).timeline).toHaveLength(host.history.length);
  }
});

afterAll(() => {
  const unknown = [...codes].filter((code) => !REFERENCE.includes(`\`${code}\``));
  expect(unknown, "codes that docs/reference/command-line-json.md does not name").toEqual([]);
});
