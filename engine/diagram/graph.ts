import type { StepId } from "../base/ids.ts";
import type { StepKind } from "../definition/model.ts";

/** A process as boxes and arrows, in words for people, before anybody knows where they stand. */
export interface Graph {
  readonly title: string;
  /** In the order of the file: layout keeps it where it can. A group stands before what it contains. */
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
}

export interface GraphNode {
  readonly id: string;
  readonly shape: Shape;
  /** What it is: the kind of the step, or of the start. Null for ends and joins. */
  readonly kind: NodeKind | null;
  /** The step it shows, for overlays; null for starts, ends and joins. */
  readonly step: StepId | null;
  /** The group that holds it. */
  readonly parent: string | null;
  readonly title: string;
  /** The line above the title: «Согласование · по очереди». */
  readonly caption: string;
  /** Who decides, what is called, when: one line each. */
  readonly facts: readonly Fact[];
  /** The escalation ladder, rung by rung. */
  readonly rungs: readonly RungWords[];
  /** The whole condition or text behind what is shown shortened. */
  readonly hint: string | null;
}

/** `card`: a step; `diamond`: a choice; `plus`: side by side; `group`: holds others. */
export type Shape = "start" | "end" | "error" | "card" | "diamond" | "plus" | "group";

export type NodeKind = StepKind | "form" | "event" | "letter" | "message" | "schedule" | "rework";

export interface Fact {
  readonly icon: "person" | "clock" | "arrow" | "text";
  readonly text: string;
}

export interface RungWords {
  /** «1 рабочий день» */
  readonly after: string;
  /** «напомнить» */
  readonly action: string;
  /** Does it end the task (an `outcome`), rather than tell or ask somebody? */
  readonly ends: boolean;
}

export interface GraphEdge {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly label: string | null;
  readonly kind: EdgeKind;
  readonly hint: string | null;
  /** Of a `leave`: the end inside the group. */
  readonly via: string | null;
}

/**
 * `flow`: goes on; `timeout`: time ran out; `error`: a failure caught; `until`: what a block waits for has come; `leave`: a
 * jump out of the group it starts from.
 */
export type EdgeKind = "flow" | "timeout" | "error" | "until" | "leave";
