import type { ActivationId, UserId } from "../base/ids.ts";
import { id as brand } from "../base/ids.ts";
import type { StepProblem } from "./attempt.ts";
import { openRescue } from "./rescue.ts";
import { MICROSTEPS_MAX, type Run } from "./run.ts";

/**
 * The engine cannot go on here and needs a person. The visit stays where it is; nothing is skipped, nothing approved.
 * Where somebody has to be named, the administrators get a rescue task.
 */
export function incidentAt(run: Run, activation: ActivationId | null, problem: StepProblem): void {
  const step = activation === null ? null : run.activation(activation).step;
  const id = `${activation ?? run.instance.id}/incident@${run.instance.sequence + 1}`;
  const incident = {
    id,
    code: problem.code,
    message: problem.message,
    remedy: problem.remedy,
    activation,
    step,
    resolution: problem.resolution,
    seat: problem.seat,
    at: run.now,
  };
  run.emit({ kind: "incidentRaised", step, incident, code: problem.code, message: problem.message });
  if (problem.resolution === "assign" && activation !== null) openRescue(run, incident, activation);
}

/** The process made {@link MICROSTEPS_MAX} automatic moves in a row: a cycle without a wait. */
export function tooManyMoves(run: Run): void {
  const last = Object.keys(run.instance.activations).at(-1);
  incidentAt(run, last === undefined ? null : brand<ActivationId>(last), {
    code: "TOO_MANY_STEPS",
    message: {
      ru: `Процесс сделал ${MICROSTEPS_MAX} автоматических шагов подряд и ни разу не ждал.`,
      en: `The process made ${MICROSTEPS_MAX} automatic steps in a row without waiting once.`,
    },
    remedy: { ru: "Поставьте ожидание или задание внутрь цикла.", en: "Put a wait or a task into the cycle." },
    resolution: "retry",
    seat: null,
  });
}

/** Marks an incident mended. @param of.reason why its call is given something else; null: it is not */
export function resolveIncident(
  run: Run,
  id: string,
  by: UserId | null,
  { how, reason = null }: { readonly how: string; readonly reason?: string | null },
): void {
  const incident = run.instance.incidents[id];
  if (!incident) return;
  const edited = reason === null ? {} : { edited: reason };
  run.emit({ kind: "incidentResolved", step: incident.step, incident: id, by, how, ...edited });
}
