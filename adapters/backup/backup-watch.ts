import type { Instant } from "../../engine/base/instant.ts";
import { instant } from "../../engine/base/instant.ts";
import type { Clock } from "../../engine/ports/clock.ts";
import type { Logger } from "../../engine/ports/logger.ts";
import type { Trouble, Watch } from "../adapter.ts";
import { StoreError } from "../store/store-error.ts";
import { type Whole, wholeBackups } from "./backup-place.ts";
import type { BackupConfig } from "./config.ts";
import { lastDaily } from "./daily-hour.ts";

/** What the watch needs. */
export interface BackupWatchParts {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly config: BackupConfig;
  /** In which the hour is meant. */
  readonly zone: string;
  /** Given up where the signal says so: nothing is left behind then. */
  readonly make: (signal: AbortSignal) => Promise<Whole>;
  /** Of several workers one makes the backup: true where it is this one, until then. */
  readonly hold: (until: Instant) => Promise<boolean>;
  readonly raise: (trouble: Trouble) => Promise<void>;
  readonly settle: (trouble: Trouble["id"]) => Promise<void>;
}

/** Between two looks. Milliseconds. */
const LOOK_MS = 60_000;
/** A backup that was missed is made so long after the start: those who wait for the service go first. Milliseconds. */
const CATCH_UP_MS = 5 * 60_000;
/** After a failure. Milliseconds. */
const AGAIN_MS = 3_600_000;
/** The duty is held for so long, and again while the backup is made. Milliseconds. */
const HELD_MS = 5 * 60_000;

/** The incidents it raises. */
export const BACKUP_FAILED = "backup:failed";
export const BACKUP_FILES = "backup:files";

/**
 * Makes a backup a day, at the hour that `backup:` names; one that was missed (the machine was off, the disk was full) as
 * soon as it can. What is due follows from the backups that are there: nothing else remembers it.
 */
export class BackupWatch implements Watch {
  readonly name = "backup";
  readonly #parts: BackupWatchParts;
  readonly #stop = new AbortController();
  /** The first look. */
  #startedAt: Instant | null = null;
  #failedAt: Instant | null = null;
  #loop: Promise<void> = Promise.resolve();

  constructor(parts: BackupWatchParts) {
    this.#parts = parts;
  }

  async start(): Promise<void> {
    this.#loop = this.#run();
  }

  /** A backup under way is given up: the next start makes it. */
  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#loop;
  }

  /** One look. @returns the backup that was made; null: none was due, another makes it, or it failed */
  async look(): Promise<Whole | null> {
    if (!(await this.#isDue()) || !(await this.#hold())) return null;
    const { clock, logger, make, settle } = this.#parts;
    const holding = new AbortController();
    const held = this.#keepHolding(holding.signal);
    try {
      const whole = await make(this.#stop.signal);
      this.#failedAt = null;
      const { files, bytes } = whole.manifest;
      logger.info("backup made", { backup: whole.name, bytes, files: files.count, lost: files.lost.length });
      await settle(BACKUP_FAILED);
      if (files.lost.length === 0) await settle(BACKUP_FILES);
      else await this.#tellLost(whole);
      return whole;
    } catch (error) {
      if (this.#stop.signal.aborted) return null;
      this.#failedAt = clock.now();
      logger.error("backup failed", { reason: codeOf(error) });
      await this.#tellFailed(error);
      return null;
    } finally {
      holding.abort();
      await held;
    }
  }

  async #run(): Promise<void> {
    const { clock, logger } = this.#parts;
    const { signal } = this.#stop;
    while (!signal.aborted) {
      try {
        await this.look();
      } catch (error) {
        logger.warn("backups could not be looked at", { reason: codeOf(error) });
      }
      await clock.sleep(LOOK_MS, signal);
    }
  }

  async #isDue(): Promise<boolean> {
    const { clock, config, zone } = this.#parts;
    const now = clock.now();
    const due = lastDaily(now, config.minute, zone);
    this.#startedAt ??= now;
    const startedAt = this.#startedAt;
    if (due < startedAt && now - startedAt < CATCH_UP_MS) return false;
    if (this.#failedAt !== null && now - this.#failedAt < AGAIN_MS) return false;
    const last = (await wholeBackups(config.folder)).find(({ manifest }) => manifest.made === "daily");
    return last === undefined || Date.parse(last.manifest.at) < due;
  }

  #hold(): Promise<boolean> {
    return this.#parts.hold(instant(this.#parts.clock.now() + HELD_MS));
  }

  async #keepHolding(signal: AbortSignal): Promise<void> {
    const { clock, logger } = this.#parts;
    for (;;) {
      await clock.sleep(HELD_MS / 3, signal);
      if (signal.aborted) return;
      await this.#hold().catch((error: unknown) => logger.warn("backup not held", { reason: codeOf(error) }));
    }
  }

  async #tellFailed(error: unknown): Promise<void> {
    const code = codeOf(error);
    const isOurs = error instanceof StoreError;
    await this.#raise({
      id: BACKUP_FAILED,
      adapter: "backup",
      code: "BACKUP_FAILED",
      message: isOurs
        ? error.says
        : {
            ru: `Ежедневная резервная копия не сделана (${code}).`,
            en: `The daily backup was not made (${code}).`,
          },
      remedy: isOurs
        ? error.remedy
        : {
            ru: "Сделайте копию сами (ordo backup) и посмотрите, что мешает; через час Ordo попробует снова.",
            en: "Make one yourself (ordo backup) and see what hinders it; Ordo tries again in an hour.",
          },
    });
  }

  async #tellLost({ path, manifest }: Whole): Promise<void> {
    const count = manifest.files.lost.length;
    await this.#raise({
      id: BACKUP_FILES,
      adapter: "backup",
      code: "BACKUP_FILES_DAMAGED",
      message: {
        ru: `Файлов, которые в папке files пропали или повреждены: ${count}. Остальное в копии есть.`,
        en: `Files that are missing or damaged in the folder files: ${count}. Everything else is in the backup.`,
      },
      remedy: {
        ru: `Номера — в ${path}/manifest.json (files.lost). Проверьте диск; прежние копии могут их ещё хранить: ordo restore кладёт файлы обратно.`,
        en: `Their digests stand in ${path}/manifest.json (files.lost). Check the disk; earlier backups may still hold them: ordo restore puts files back.`,
      },
    });
  }

  /** Where the database is away the incident cannot be written either; the doctor sees the age of the newest backup. */
  async #raise(trouble: Trouble): Promise<void> {
    await this.#parts.raise(trouble).catch((error: unknown) => {
      this.#parts.logger.error("incident not raised", { incident: trouble.id, reason: codeOf(error) });
    });
  }
}

function codeOf(error: unknown): string {
  if (error instanceof Error && "code" in error && typeof error.code === "string") return error.code;
  return error instanceof Error ? error.name : "unknown";
}
