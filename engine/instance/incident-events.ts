import type { StepId, UserId } from "../base/ids.ts";
import type { Incident, Note } from "./state.ts";

/** The engine cannot go on here and needs a person. */
export interface IncidentRaised {
  readonly kind: "incidentRaised";
  readonly step: StepId | null;
  readonly incident: Incident;
  readonly code: string;
  readonly message: Note;
}

/** It is mended, or nothing needs mending any more. */
export interface IncidentResolved {
  readonly kind: "incidentResolved";
  readonly step: StepId | null;
  readonly incident: string;
  readonly by: UserId | null;
  readonly how: string;
  /** Set where the call is given something else than the file says: why. */
  readonly edited?: string;
}
