import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";
import type { Secret } from "../secret.ts";

const ALGORITHM = "aes-256-gcm";
const VERSION = "v1";
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/**
 * Seals tokens with a key derived from the app's secret, which is not in the database: who reads a backup of it has no
 * token. A seal is bound to the app and to what it holds, so that one column cannot be put in place of another.
 */
export class TokenSeal {
  readonly #key: Uint8Array;
  readonly #client: string;

  constructor(client: string, secret: Secret) {
    this.#key = new Uint8Array(hkdfSync("sha256", secret.reveal(), "ordo bitrix24 tokens", client, 32));
    this.#client = client;
  }

  /** @param of which token it is: `access`, `refresh`, `application` */
  seal(text: string, of: string): string {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv(ALGORITHM, this.#key, nonce).setAAD(this.#about(of));
    const sealed = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
    return `${VERSION}.${Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString("base64url")}`;
  }

  /** Null: sealed with another secret, or changed since. */
  open(sealed: string, of: string): string | null {
    const [version, body = ""] = sealed.split(".");
    const bytes = Buffer.from(body, "base64url");
    if (version !== VERSION || bytes.length < NONCE_BYTES + TAG_BYTES) return null;
    try {
      const decipher = createDecipheriv(ALGORITHM, this.#key, bytes.subarray(0, NONCE_BYTES))
        .setAAD(this.#about(of))
        .setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
      const opened = Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()]);
      return opened.toString("utf8");
    } catch {
      return null;
    }
  }

  #about(of: string): Buffer {
    return Buffer.from(`${this.#client} ${of}`);
  }
}
