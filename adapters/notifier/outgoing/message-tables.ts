/** Where a message stands. */
export type MessageStatus =
  /** For review: its channel is on hold, or there were too many. */
  | "held"
  /** Its time has not come: quiet hours, or another try. */
  | "waiting"
  /** Handed to the channel; found so after a crash, nobody knows whether it went out. */
  | "sending"
  | "sent"
  /** The other side said no, or we gave up. */
  | "refused"
  | "uncertain"
  /** Nobody wants it any more. */
  | "dropped";

/** Messages on their way and gone, what lets them out, and how many went. */
export interface MessageTables {
  message: {
    key: string;
    /** `notice` or `task`. */
    kind: string;
    /** A user id or a record's reference. */
    recipient: string;
    channel: string;
    /** Where it was meant to go. */
    address: string;
    /** Where it went, if elsewhere: redirected. */
    sent_to: string | null;
    /** The mailbox it left from, where the step names one. */
    sender: string | null;
    reply_to: string | null;
    subject: string | null;
    body: string;
    /** JSON list of `{ title, text }`. */
    facts: string;
    process: string;
    instance: string;
    step: string | null;
    task: string | null;
    /** IANA zone of whoever it is for. */
    zone: string | null;
    status: MessageStatus;
    /** Why it stands there: a code. */
    reason: string | null;
    /** What the other side said, for the operator. */
    detail: string | null;
    /** Which of the engine's attempts was the last. */
    attempt: number;
    /** How often it was handed to its channel; tells two senders of one message apart. */
    tries: number;
    /** 1: the engine has been answered, bringing it out is the desk's own. */
    accepted: number;
    created_at: number;
    /** When the desk began to try; tries end a time after it. */
    trying_since: number | null;
    not_before: number | null;
    /** When it was handed to its channel last. */
    claimed_at: number | null;
    sent_at: number | null;
    /** How the other side calls it. */
    provider_id: string | null;
    /** `pending`, `delivered`, `undelivered`; null: the channel does not say. */
    delivery: string | null;
    delivery_reason: string | null;
    /** When that was learned, or asked for last. */
    delivered_at: number | null;
    /** Who released or dropped it, and when. */
    decided_by: string | null;
    decided_at: number | null;
    /** 1: of an earlier try nobody knows whether it went out. */
    doubted: number;
    /** 1: released by a person, so that no hold stops it again; 2: out of the quiet time it waited for, too. */
    released: number;
    /** When it was taken back because its task closed. */
    withdrawn_at: number | null;
  };
  /** How channels were switched while running, the last row of each being in force. */
  outgoing_switch: {
    channel: string;
    position: number;
    /** As in `ordo.yaml`; `configured`: what `ordo.yaml` says. */
    mode: string;
    reason: string | null;
    actor: string | null;
    at: number;
  };
  /** Messages let out in one hour, by what is limited. */
  outgoing_count: { scope: string; hour: number; count: number };
}

/** One row. */
export type MessageRow = MessageTables["message"];
