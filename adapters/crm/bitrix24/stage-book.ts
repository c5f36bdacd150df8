import type { Stage } from "../../../engine/definition/catalog.ts";
import type { RecordMapping } from "./mapping.ts";

/** A stage as the portal has it. */
export interface PortalStage {
  /** With the prefix of its pipeline: `C1:NEW`. */
  readonly id: string;
  readonly pipeline: number;
  readonly title: string;
  /** Place among the stages of its pipeline, from 0. */
  readonly order: number;
  /** `S`: won, `F`: lost. */
  readonly semantics: "P" | "S" | "F";
}

/** Stages and pipelines of a record type: ours and the portal's. */
export class StageBook {
  readonly #mapping: RecordMapping;
  readonly #stages: readonly PortalStage[];
  readonly #kinds: ReadonlyMap<string, Stage["kind"]>;

  /** @param declared what the vocabulary says of a stage: it tells first ones from others, never won from lost */
  constructor(
    mapping: RecordMapping,
    stages: readonly PortalStage[],
    declared: (stage: string, pipeline: string) => Stage["kind"] | null,
  ) {
    this.#mapping = mapping;
    this.#stages = stages;
    this.#kinds = new Map(
      stages.map((stage) => [
        stage.id,
        kindOf(stage, declared(this.nameOf(stage.id, stage.pipeline), this.pipelineName(stage.pipeline))),
      ]),
    );
  }

  /** Does the type have stages in the portal at all? */
  get isEmpty(): boolean {
    return this.#stages.length === 0;
  }

  get all(): readonly PortalStage[] {
    return this.#stages;
  }

  /** Our name of a stage of the portal. */
  nameOf(id: string, pipeline: number): string {
    const bare = bareStage(id);
    const own = { ...this.#mapping.stages, ...this.#ofPipeline(pipeline) };
    return Object.entries(own).find(([, code]) => code === bare)?.[0] ?? bare;
  }

  /** The portal's id of our stage in a pipeline; null: it has none such. */
  idOf(name: string, pipeline: number): string | null {
    const code = this.#ofPipeline(pipeline)[name] ?? this.#mapping.stages[name] ?? name;
    return this.#stages.find((stage) => stage.pipeline === pipeline && bareStage(stage.id) === code)?.id ?? null;
  }

  /** Ids of a stage of ours in all pipelines. */
  idsOf(name: string): readonly string[] {
    const pipelines = [...new Set(this.#stages.map(({ pipeline }) => pipeline))];
    return pipelines.flatMap((pipeline) => this.idOf(name, pipeline) ?? []);
  }

  /** Ids of the stages of a kind, in all pipelines: what won is said by the portal's semantics, never by a name. */
  idsOfKind(kind: string): readonly string[] {
    return this.#stages.flatMap(({ id }) => (this.#kinds.get(id) === kind ? [id] : []));
  }

  /** What the stage means; null: no such stage. */
  kindOf(id: string): Stage["kind"] | null {
    return this.#kinds.get(id) ?? null;
  }

  pipelineName(number: number): string {
    return Object.entries(this.#mapping.pipelines).find(([, { id }]) => id === number)?.[0] ?? String(number);
  }

  /** Null: no such pipeline. */
  pipelineNumber(name: string): number | null {
    const mapped = this.#mapping.pipelines[name]?.id;
    if (mapped !== undefined) return mapped;
    return /^\d+$/.test(name) && this.#stages.some(({ pipeline }) => pipeline === Number(name)) ? Number(name) : null;
  }

  #ofPipeline(number: number): Readonly<Record<string, string>> {
    return Object.values(this.#mapping.pipelines).find(({ id }) => id === number)?.stages ?? {};
  }
}

/** Without the prefix of its pipeline: `C1:NEW` → `NEW`. */
export function bareStage(id: string): string {
  return id.slice(id.indexOf(":") + 1);
}

function kindOf({ semantics, order }: PortalStage, declared: Stage["kind"] | null): Stage["kind"] {
  if (semantics === "S") return "won";
  if (semantics === "F") return "lost";
  if (declared === "first" || declared === "open") return declared;
  return order === 0 ? "first" : "open";
}
