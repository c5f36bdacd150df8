import { id as brand, type InstanceId, type UserId } from "../../engine/base/ids.ts";
import type { Value, ValueMap } from "../../engine/base/value.ts";
import type { Instance, Task, TaskField } from "../../engine/instance/state.ts";
import { visitsOf } from "../../engine/instance/visit-counts.ts";
import type { DirectorySnapshot } from "../../engine/people/directory.ts";
import type { PersonCommand } from "../../engine/runtime/use-cases.ts";
import { hashOf } from "./chance.ts";

/** What somebody does, and a name for it: the same again is the same deed. */
interface Deed {
  readonly key: string;
  readonly by: UserId;
  readonly instance: InstanceId;
  readonly body: PersonCommand["body"];
}

/**
 * How the people of a simulation decide: from the seed and what the task is, never from the order in which workers get
 * to it, so that two ways of running one story meet the same people.
 */
export class Staff {
  readonly #seed: number;
  readonly #people: DirectorySnapshot;

  constructor(seed: number, people: DirectorySnapshot) {
    this.#seed = seed;
    this.#people = people;
  }

  /** When the task is acted on, in hours after it opened; the faults' phase ends before some of it. */
  delayOf(task: Task, instance: Instance): number {
    const dice = this.#dice(task, instance, "delay") % 100;
    return dice < 60 ? 1 + (dice % 7) : dice < 90 ? 20 + dice : 200 + dice;
  }

  /** True: two people (or one twice) answer at the same moment. */
  isContested(task: Task, instance: Instance): boolean {
    return this.#dice(task, instance, "contested") % 5 === 0;
  }

  /** Milliseconds, less than a quarter of an hour, that he waits before he acts. */
  hesitationOf(task: Task, instance: Instance): number {
    return 60_000 + (this.#dice(task, instance, "hesitation") % 800_000);
  }

  /** What somebody does about the task. `variant` tells two who act at once apart. */
  actionOn(task: Task, instance: Instance, variant: number): Deed {
    const by = this.#actor(task, variant);
    const outcomes = task.outcomes.filter(({ name }) => name !== "rework" || variant === 0);
    const chosen = outcomes[this.#dice(task, instance, `outcome ${variant}`) % Math.max(1, outcomes.length)];
    const form = Object.fromEntries(
      task.form.flatMap((field) => {
        const isNeeded = field.required || (chosen?.needs.includes(field.name) ?? false);
        const value = isNeeded || field.edits ? this.#valueOf(field, task, instance) : undefined;
        return value === undefined ? [] : [[field.name, value]];
      }),
    );
    return {
      by,
      instance: instance.id,
      body: {
        kind: "complete",
        task: task.id,
        outcome: task.purpose === "info" ? null : (chosen?.name ?? null),
        form: form as ValueMap,
        comment: "так надо",
      },
      key: `${task.id}:${variant}`,
    };
  }

  #actor(task: Task, variant: number): UserId {
    const all =
      task.assignee === null ? task.candidates : [task.assignee, ...(task.delegatedBy ? [task.delegatedBy] : [])];
    return all[variant % Math.max(1, all.length)] ?? brand<UserId>("nobody");
  }

  #valueOf(field: TaskField, task: Task, instance: Instance): Value | undefined {
    if (field.type === "user") {
      const managers = Object.values(this.#people.users).filter(
        ({ active, department }) => active && department === "client",
      );
      return managers[this.#dice(task, instance, field.name) % managers.length]?.id;
    }
    if (field.edits) return field.value;
    switch (field.type) {
      case "number":
        return 1;
      case "boolean":
        return true;
      case "date":
        return { $type: "date", value: "2026-12-01" };
      case "money":
        return { amount: "1000.00", currency: "RUB" };
      case "files":
        return ["file:1"];
      default:
        return field.value ?? "x";
    }
  }

  #dice(task: Task, instance: Instance, about: string): number {
    const visit = visitsOf(instance.visits, task.step);
    const key = `${this.#seed}/${instance.process}/${instance.subject}/${task.step}/${visit}/${task.purpose}/${task.seat}`;
    return hashOf(`${key}/${about}`);
  }
}
