/** Messages that were sent, in the engine's own database. */
export interface MessageTables {
  message: {
    key: string;
    /** `notice` or `task`. */
    kind: string;
    /** A user id or a record's reference. */
    recipient: string;
    channel: string;
    address: string;
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
    sent_at: number;
    /** When it was taken back because its task closed. */
    withdrawn_at: number | null;
  };
}
