import type { InstanceId, TaskId } from "../base/ids.ts";
import { canRecall } from "../instance/recall.ts";
import type { Task } from "../instance/state.ts";
import type { Viewer } from "../people/viewer.ts";
import type { DecisionShown } from "../ports/decisions.ts";
import type { InstanceFilter, InstanceRow, Page } from "../ports/queries.ts";
import type { EnginePorts } from "./engine-ports.ts";
import type { InstanceDesk } from "./instance-desk.ts";
import type { Library } from "./library.ts";
import type { DecisionsAboutWanted, DecisionsWanted, MyDecision, Reading } from "./reading.ts";
import type { Sight } from "./sight.ts";
import type { PageOrder, Shown, UseCases } from "./use-cases.ts";

const NOTHING: Page<never> = { rows: [], next: null };

/** Instances and decisions as a viewer sees them. */
export class SightDesk
  implements Pick<Reading, "seenInstances" | "maySee" | "showTo" | "taskTo" | "decisions" | "decisionsAbout">
{
  readonly #queries: EnginePorts["store"]["queries"];
  readonly #sight: Sight;
  readonly #desk: Pick<InstanceDesk, "current">;
  readonly #library: Library;
  readonly #show: UseCases["show"];

  constructor(of: {
    readonly queries: EnginePorts["store"]["queries"];
    readonly sight: Sight;
    readonly desk: Pick<InstanceDesk, "current">;
    readonly library: Library;
    readonly show: UseCases["show"];
  }) {
    this.#queries = of.queries;
    this.#sight = of.sight;
    this.#desk = of.desk;
    this.#library = of.library;
    this.#show = of.show;
  }

  async seenInstances(viewer: Viewer, filter: InstanceFilter, page: PageOrder): Promise<Page<InstanceRow>> {
    const seer = await this.#sight.seerOf(viewer);
    if (seer === null) return await this.#queries.instances(filter, page);
    return await this.#queries.seenInstances(seer, filter, page);
  }

  async maySee(viewer: Viewer, instance: InstanceId): Promise<boolean> {
    const seer = await this.#sight.seerOf(viewer);
    return seer === null || (await this.#queries.seenAmong(seer, [instance])).length > 0;
  }

  async showTo(viewer: Viewer, idOrNumber: string): Promise<Shown | null> {
    const row = await this.#queries.instance(idOrNumber);
    if (row === null || !(await this.maySee(viewer, row.id))) return null;
    return await this.#show(row.id);
  }

  async taskTo(viewer: Viewer, id: TaskId): Promise<Task | null> {
    const row = await this.#queries.task(id);
    if (row === null || !(await this.maySee(viewer, row.instance))) return null;
    const instance = await this.#desk.current(row.instance);
    return instance?.tasks[id] ?? null;
  }

  async decisions({ viewer, limit, after, ...filter }: DecisionsWanted): Promise<Page<MyDecision>> {
    const { user } = viewer;
    if (user === null) return NOTHING;
    const page = await this.#queries.decisionsBy(user, filter, { limit, after: after ?? null });
    const rows: MyDecision[] = [];
    for (const row of page.rows) rows.push({ ...row, canRecall: await this.#canRecall(row) });
    return { rows, next: page.next };
  }

  /** Only what may be at all is looked into: of decisions most are old. */
  async #canRecall({ id, instance: of, seat, by, counts, isLive }: DecisionShown): Promise<boolean> {
    if (!isLive || !counts || seat === null) return false;
    const instance = await this.#desk.current(of);
    if (instance === null) return false;
    const { definition } = await this.#library.of(instance.digest);
    return canRecall({ definition, instance }, id, by);
  }

  async decisionsAbout({ viewer, limit, after, ...wanted }: DecisionsAboutWanted): Promise<Page<DecisionShown>> {
    const { instance, records, ...filter } = wanted;
    const seer = await this.#sight.seerOf(viewer);
    if (instance !== undefined && !(await this.maySee(viewer, instance))) return NOTHING;
    const own = instance === undefined ? [] : await this.#queries.recordsOf(instance);
    const all = [...new Set([...(records ?? []), ...own])];
    if (all.length === 0) return NOTHING;
    const except = instance === undefined ? {} : { except: instance };
    return await this.#queries.decisionsAbout(
      seer,
      { ...filter, ...except, records: all },
      { limit, after: after ?? null },
    );
  }
}
