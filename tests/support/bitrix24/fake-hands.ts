import type { Fields } from "./fake-answer.ts";
import type { Actor } from "./fake-options.ts";
import { type EntityName, entityTypeOf } from "./fake-stages.ts";
import { complete, toStatus } from "./fake-tasks.ts";
import type { FakeWorld } from "./fake-world.ts";

/** Somebody who works in the portal itself: a person on its screen, or one of its robots. Names as in `crm.item.*`. */
export class FakeHands {
  readonly #world: FakeWorld;
  readonly #actor: Actor;

  constructor(world: FakeWorld, actor: Actor) {
    this.#world = world;
    this.#actor = actor;
  }

  /** Returns the new record's id. */
  create(entity: EntityName, values: Fields): number {
    return this.#world.crm.add(entityTypeOf(entity), values, this.#actor).id;
  }

  /** Nothing happens where nothing changes. */
  update(entity: EntityName, id: number, values: Fields): void {
    this.#world.crm.change(entityTypeOf(entity), id, values, this.#actor, "screen");
  }

  /** To another stage, of another pipeline too. */
  move(entity: EntityName, id: number, stageId: string): void {
    const entityTypeId = entityTypeOf(entity);
    const pipelines = this.#world.crm.pipelines.filter((one) => one.entityTypeId === entityTypeId);
    const pipeline = pipelines.find((one) =>
      this.#world.crm.stagesOf(entityTypeId, one.id).some(({ STATUS_ID }) => STATUS_ID === stageId),
    );
    this.update(entity, id, { ...(pipeline === undefined ? {} : { categoryId: pipeline.id }), stageId });
  }

  delete(entity: EntityName, id: number): void {
    this.#world.crm.remove(entityTypeOf(entity), id, this.#actor);
  }

  /** An activity as the screen or the portal's own mail makes it (names of `crm.activity.add`). Returns its id. */
  addActivity(values: Fields): number {
    const id = this.#world.nextId("activity", 900);
    this.#world.activities.push({ id, values, mailed: false });
    this.#world.raise("ONCRMACTIVITYADD", `activity:${id}`, this.#actor, { FIELDS: { ID: String(id) } });
    return id;
  }

  /** Finishes a task. @throws {Error} where there is none */
  completeTask(id: number): void {
    const task = this.#world.tasks.get(id);
    const status = task === undefined ? null : complete(task);
    if (task === undefined || status === null) throw new Error(`task ${id} cannot be completed`);
    toStatus(task, status, this.#actor, this.#world);
  }
}
