import { id as brand, type UserId } from "../base/ids.ts";
import { type Instant, instant } from "../base/instant.ts";
import type { ValueMap } from "../base/value.ts";
import type { Catalog } from "../definition/catalog.ts";
import type { Definition } from "../definition/model.ts";
import type { Text } from "../definition/problem.ts";
import type { Answer } from "../instance/command.ts";
import type { DirectorySnapshot } from "../people/directory.ts";
import type { RecordsData } from "../record/record-change.ts";
import { RecordRefusal } from "../record/record-refusal.ts";
import { type Aim, actOnTask, hostFor } from "./act-on-task.ts";
import { type Failure, failureOf, type Seen } from "./claims.ts";
import { resultOf } from "./dry-run-result.ts";
import { happen } from "./happen.ts";
import { instantOf } from "./instant-of.ts";
import { type Act, DEFAULT_NOW, type Line, type OutsideAct, type Scenario } from "./scenario.ts";
import { World } from "./world.ts";
import type { Host } from "./world-parts.ts";

/** What a scenario is played on; made by who reads the files. */
export interface Stage {
  readonly catalog: Catalog | null;
  /** The process under test. */
  readonly definition: Definition;
  /** All that run together, the one under test among them. */
  readonly definitions: readonly Definition[];
  readonly definitionOf: (process: string) => Definition | null;
  readonly records: RecordsData;
  readonly people: DirectorySnapshot;
  readonly locale: "ru" | "en";
  /** See {@link WorldOptions.verify}. */
  readonly verify?: boolean;
}

/** A scenario that was played: what did not hold, and the world as it stands. */
export interface ScenarioRun {
  readonly world: World;
  readonly main: Host | null;
  /** Empty: the scenario passed. */
  readonly failures: readonly Failure[];
}

/**
 * Plays a scenario line by line on the virtual clock. A claim that does not hold is noted and the story goes on; a command
 * that is rejected (and was not meant to be) ends it: what follows would only fail for the same reason.
 */
export function runScenario(scenario: Scenario, stage: Stage): ScenarioRun {
  const play = new Play(scenario, stage);
  play.run();
  return { world: play.world, main: play.main, failures: play.failures };
}

/** The world that a scenario's `given` describes, before anything happens. */
export function worldFor(scenario: Scenario, stage: Stage): World {
  const zone = stage.definition.calendar.zone;
  const now = instantOf(scenario.given.now ?? DEFAULT_NOW, zone) ?? instant(Date.parse(DEFAULT_NOW));
  const { catalog, definitions, definitionOf, records, people, locale, verify = false } = stage;
  const registry = scenario.given.registry as Readonly<Record<string, readonly ValueMap[]>>;
  return new World({
    now,
    catalog,
    records,
    people,
    definitions,
    definitionOf,
    locale,
    registry,
    schedules: true,
    verify,
  });
}

class Play {
  readonly world: World;
  readonly failures: Failure[] = [];
  readonly #scenario: Scenario;
  readonly #stage: Stage;
  #since = 0;
  #isOver = false;

  constructor(scenario: Scenario, stage: Stage) {
    this.#scenario = scenario;
    this.#stage = stage;
    this.world = worldFor(scenario, stage);
  }

  /** The instance started: the first of the process under test. */
  get main(): Host | null {
    return this.world.instances.find((host) => host.definition === this.#stage.definition) ?? null;
  }

  run(): void {
    const { when, then } = this.#scenario;
    // `fail` and `absent` at the head hold from before the start.
    const first = when.findIndex(({ act }) => act.kind !== "fail" && act.kind !== "absent");
    const head = first < 0 ? when : when.slice(0, first);
    for (const line of head) this.#play(line);
    this.#start();
    for (const line of when.slice(head.length)) if (!this.#isOver) this.#play(line);
    if (this.#isOver) return;
    const seen = this.#seen();
    for (const claim of then) this.#note(failureOf(claim, seen, "ever"));
  }

  #start(): void {
    const { start } = this.#scenario;
    if (!start) return;
    const by = start.by === null ? null : brand<UserId>(start.by);
    if (start.act.kind !== "input") {
      this.#happen(start.act, by, start.line);
      return;
    }
    const answer = this.world.start(this.#stage.definition, start.act.input, by);
    const code = answer.kind === "rejected" ? answer.code : null;
    const reason =
      answer.kind === "rejected" && answer.answer?.kind === "rejected" ? answer.answer.reason : MAY_NOT_START;
    this.#expectRejection(code, reason, start);
  }

  #play(line: Line): void {
    const { act } = line;
    if (act.kind === "expect") {
      const seen = this.#seen();
      for (const claim of act.claims) this.#note(failureOf(claim, seen, "now"));
      return;
    }
    if (act.kind !== "fail" && act.kind !== "absent") this.#since = this.world.messages.length;
    this.#do(act, line);
    // Timers of an instance that comes back from suspension are due already.
    this.world.advanceTo(this.world.now);
  }

  #do(act: Exclude<Act, { kind: "expect" }>, line: Line): void {
    const by = line.by === null ? null : brand<UserId>(line.by);
    const aim: Aim = { by, process: line.process, main: this.main };
    switch (act.kind) {
      case "wait":
        return this.#moveTo(this.#stage.definition.calendar.add(this.world.now, act.duration), line);
      case "until":
        return this.#moveTo(instantOf(act.at, this.world.zone), line);
      case "fail":
        return this.world.faults.add(act);
      case "absent": {
        const today = this.#stage.definition.calendar.dateOf(this.world.now);
        const { user, from, to, substitute } = act;
        return this.world.absent(brand(user), { from: from ?? today, to: to ?? "9999-12-31", substitute });
      }
      case "task":
        if (by === null)
          return this.#stop(line.line, "by", {
            ru: "Не сказано, кто это делает: добавьте by",
            en: "It is not said who does this: add by",
          });
        return this.#answered(actOnTask(this.world, act, aim), line);
      case "cancel":
      case "suspend":
      case "resume":
      case "retry":
        return this.#answered(commandInstance(this.world, act, aim), line);
      default:
        return this.#happen(act, by, line.line);
    }
  }

  #moveTo(at: Instant | null, line: Line): void {
    if (at === null || at < this.world.now) {
      this.#stop(line.line, "until", {
        ru: "Часы назад не идут, или это не момент времени",
        en: "The clock does not go back, or this is no instant",
      });
      return;
    }
    this.world.advanceTo(at);
  }

  #happen(act: OutsideAct, by: UserId | null, line: number): void {
    try {
      happen(this.world, act, by);
    } catch (error) {
      if (!(error instanceof RecordRefusal)) throw error;
      this.#stop(line, act.kind, {
        ru: `CRM отказала: ${error.says.ru} (${error.code})`,
        en: `The CRM refused: ${error.says.en} (${error.code})`,
      });
    }
  }

  #answered(answer: Answer | null, line: Line): void {
    const code =
      answer === null
        ? this.main === null
          ? "INSTANCE_NOT_FOUND"
          : "TASK_NOT_OPEN"
        : answer.kind === "rejected"
          ? answer.code
          : null;
    this.#expectRejection(code, answer?.kind === "rejected" ? answer.reason : null, line);
  }

  #expectRejection(
    code: string | null,
    reason: Text | null,
    { line, rejected }: { readonly line: number; readonly rejected: string | null },
  ): void {
    if (code === rejected) return;
    const because = reason ?? { ru: "", en: "" };
    if (rejected === null)
      this.#stop(
        line,
        "rejected",
        { ru: `Отказано: ${code}. ${because.ru}`.trim(), en: `Rejected: ${code}. ${because.en}`.trim() },
        null,
        code,
      );
    else
      this.#stop(
        line,
        "rejected",
        { ru: `Ожидался отказ ${rejected}`, en: `The rejection ${rejected} was expected` },
        rejected,
        code,
      );
  }

  #stop(line: number, about: string, says: Text, expected: string | null = null, actual: string | null = null): void {
    this.failures.push({ line, about, expected, actual, says, moment: this.world.moment });
    this.#isOver = true;
  }

  #note(failure: Failure | null): void {
    if (failure) this.failures.push(failure);
  }

  #seen(): Seen {
    const { world, main } = this;
    const process = this.#stage.definition.process;
    return { world, process, main, since: this.#since, result: resultOf(world, process, main, this.#stage.locale) };
  }
}

const MAY_NOT_START: Text = {
  ru: "Форму запуска заполняет не он: назовите в by того, кто входит в candidateGroups",
  en: "It is not for this person to start it: name in `by` a member of the form's candidateGroups",
};

function commandInstance(
  world: World,
  act: Act & { kind: "cancel" | "suspend" | "resume" | "retry" },
  aim: Aim,
): Answer | null {
  const host = hostFor(world, aim);
  if (!host) return null;
  if (act.kind === "cancel" || act.kind === "suspend")
    return world.command(host.id, aim.by, { kind: act.kind, reason: act.reason });
  if (act.kind === "resume") return world.command(host.id, aim.by, { kind: "resume" });
  const incident = Object.keys(host.instance.incidents)[0] ?? "";
  return world.command(host.id, aim.by, { kind: "retry", incident });
}
