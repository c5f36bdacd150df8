/** A letter as the parser read it: bounded in every direction, free of control characters. */
export interface ParsedMail {
  /** With angle brackets; null: it has none that can be used. */
  readonly messageId: string | null;
  readonly inReplyTo: string | null;
  /** Ids of its thread, the nearest first. */
  readonly thread: readonly string[];
  /** The sender's address; null: there is none that could be one. */
  readonly from: string | null;
  readonly to: readonly string[];
  /** Empty where it has none. */
  readonly subject: string;
  /** What a person reads: of the plain text, else of the HTML. */
  readonly text: string;
  /** The text went on. */
  readonly isTextCut: boolean;
  /** As it is written, for telling letters apart. */
  readonly date: string;
  /** Headers that say whether a machine wrote it, by small name; the first of each. */
  readonly signs: Readonly<Record<string, string>>;
  readonly attachments: readonly ParsedAttachment[];
  /** Attachments that are too many to be kept. */
  readonly attachmentsLeft: number;
}

/** One file of a letter. */
export interface ParsedAttachment {
  /** A bare file name. */
  readonly name: string;
  /** `application/pdf` */
  readonly type: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}
