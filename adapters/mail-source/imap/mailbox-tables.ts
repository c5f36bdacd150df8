/** What is known of mailboxes on servers. */
export interface MailboxTables {
  /** How far each mailbox was looked at. */
  mailbox_bookmark: {
    mailbox: string;
    folder: string;
    /** UIDVALIDITY: with another one the numbers mean other letters. */
    validity: string;
    /** Letters up to this number were taken in, or wait in `mailbox_attempt`. */
    uid: number;
    /** When the mailbox was looked at first. */
    since: number;
  };
  /** Where letters lie: a letter that was sent to two mailboxes lies in both. */
  mailbox_place: {
    mailbox: string;
    folder: string;
    validity: string;
    uid: number;
    letter: string;
    /** Bytes, by which a letter without `Message-ID` is found again. */
    size: number;
    /** 1: marked as read on the server. */
    seen: number;
  };
  /** Letters that are to be taken in although the bookmark is past them, and those that were begun. */
  mailbox_attempt: {
    mailbox: string;
    validity: string;
    uid: number;
    /** How often it was begun and nobody came back to say what became of it. */
    begun: number;
    /** How often it could not be read. */
    failed: number;
  };
  /** Which worker watches a mailbox. */
  mailbox_lease: { mailbox: string; holder: string; until: number };
}
