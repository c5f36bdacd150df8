/** Who has been told of which incident. */
export interface AlertTables {
  /** One row a rule of `alerts:`. */
  alert_rule: {
    rule: string;
    /** Of its last message: part of the key, so that a message repeated after a crash is the same one. */
    number: number;
    /** JSON list of the kinds that this message tells of. */
    kinds: string;
    /** When somebody began to send it; null: it was sent, or given up. */
    sending_since: number | null;
    /** After a failure nothing is tried before. */
    not_before: number;
    /** Failures in a row. */
    failures: number;
  };
  /** When a rule last told of incidents of one kind (code and process). */
  alert_kind: { rule: string; kind: string; told_at: number };
  /** Open incidents that a rule is about. */
  alert_incident: {
    rule: string;
    incident: string;
    /** When it was raised: one that comes again under its id is another. */
    at: number;
    kind: string;
    /** Number of the message that told of it first; null: none yet. */
    number: number | null;
  };
  /** Incidents that somebody has seen: nobody is told of them again. */
  incident_seen: { incident: string; at: number; seen_by: string | null; seen_at: number };
}
