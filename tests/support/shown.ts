import { companyData } from "../../adapters/command-line/company-data.ts";
import { ProcessLoader } from "../../adapters/command-line/process-loader.ts";
import { folderSource } from "../../adapters/process-source/folder/folder-source.ts";
import { id, type UserId } from "../../engine/base/ids.ts";
import { instant } from "../../engine/base/instant.ts";
import type { Catalog } from "../../engine/definition/catalog.ts";
import type { Definition } from "../../engine/definition/model.ts";
import type { HistoryEvent } from "../../engine/instance/event.ts";
import type { Instance } from "../../engine/instance/state.ts";
import type { InstanceRow } from "../../engine/ports/queries.ts";
import type { Shown } from "../../engine/runtime/use-cases.ts";
import { World } from "../../engine/simulation/world.ts";
import type { Play } from "./play.ts";

/** What `UseCases.show` gives of an instance that a test played. */
export function shownOf(
  story: { readonly definition: Definition; readonly instance: Instance; readonly history: readonly HistoryEvent[] },
  catalog: Catalog | null = null,
): Shown {
  return { ...story, row: rowOf(story.instance), catalog };
}

/** The same of a {@link Play}. */
export function shownOfPlay({ definition, instance, history }: Play): Shown {
  if (instance === null) throw new Error("Nothing was started");
  return shownOf({ definition, instance, history });
}

export function rowOf(instance: Instance): InstanceRow {
  const { process, digest, number, status, subject, requester, key, startedAt, endedAt, sequence } = instance;
  return {
    id: instance.id,
    process,
    digest,
    number,
    status,
    subject,
    requester,
    key,
    startedAt,
    endedAt,
    revision: sequence,
    archived: false,
  };
}

const loader = new ProcessLoader(folderSource());

/** The sample company with one shipped process, at an instant. */
export function companyWith(
  process: string,
  now: string,
): { readonly world: World; readonly definition: Definition; readonly catalog: Catalog | null } {
  const folder = `processes/${process}`;
  const { definition } = loader.load(folder);
  if (definition === null) throw new Error(`${process} has problems`);
  const sources = { records: ["processes/sample/records.yaml"], directory: ["processes/sample/directory.yaml"] };
  const { records, people } = companyData({ ...sources, lists: {}, base: null }, loader.reader);
  const catalog = loader.catalog(folder);
  const world = new World({
    now: instant(Date.parse(now)),
    catalog,
    records,
    people,
    definitions: [definition],
    definitionOf: () => null,
    locale: "ru",
    schedules: false,
  });
  return { world, definition, catalog };
}

/** The first instance of a world, as it is shown. */
export function shownIn(world: World, catalog: Catalog | null): Shown {
  const [host] = world.instances;
  if (!host) throw new Error("Nothing was started");
  return shownOf(host, catalog);
}

export function user(name: string): UserId {
  return id<UserId>(name);
}
