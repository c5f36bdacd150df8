/** Tables of messages through the portal, in the engine's own database. */
export interface NoticeTables {
  /** Notifications that told somebody of a task: they are taken back when it closes. */
  bitrix24_notice: {
    key: string;
    task: string;
    user_number: number;
    sent_at: number;
    withdrawn_at: number | null;
  };
  /** Letters on their way through the CRM. */
  bitrix24_mail: {
    key: string;
    /** How many times it was tried; a try whose activity is there without its letter is over. */
    tries: number;
    /** When the try was begun; null: it came to nothing, for certain. */
    begun_at: number | null;
  };
}
