import { StoreUnavailable } from "../../engine/base/unavailable.ts";

/**
 * The database is not as this version needs it: too old, too new, of another kind. Trying again does not help; the
 * remedy does.
 */
export class StoreError extends Error {
  override readonly name = "StoreError";
  readonly code: StoreErrorCode;
  readonly says: { readonly ru: string; readonly en: string };
  readonly remedy: { readonly ru: string; readonly en: string };

  constructor(
    code: StoreErrorCode,
    words: { readonly says: StoreError["says"]; readonly remedy: StoreError["remedy"] },
    options?: ErrorOptions,
  ) {
    super(`${code}: ${words.says.en} ${words.remedy.en}`, options);
    this.code = code;
    this.says = words.says;
    this.remedy = words.remedy;
  }
}

export type StoreErrorCode =
  | "SQLITE_TOO_OLD"
  | "POSTGRES_TOO_OLD"
  | "POSTGRES_ENCODING"
  | "SCHEMA_TOO_NEW"
  | "SCHEMA_DIFFERS"
  | BackupErrorCode;

/** About backups: the file is damaged, made for another schema, has no room, or would overwrite what is there. */
export type BackupErrorCode = "BACKUP_DAMAGED" | "BACKUP_SCHEMA" | "BACKUP_NO_ROOM" | "STORE_NOT_EMPTY";

/** The connection broke while the COMMIT was under way: it may be there or not. */
export class CommitUnknown extends StoreUnavailable {}
