import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Channel, OutgoingMessage } from "../../../../adapters/notifier/channel.ts";
import type { Answered } from "../../../../adapters/notifier/smtp/compose-mail.ts";
import type { SmtpConfig } from "../../../../adapters/notifier/smtp/config.ts";
import { openSmtpChannel } from "../../../../adapters/notifier/smtp/open-smtp-channel.ts";
import { Secret } from "../../../../adapters/secret.ts";
import { NOON, parcelOf } from "../outgoing/desk-bench.ts";

/** A channel to a server of a test's. */
export function smtpChannel(
  port: number,
  more: Partial<SmtpConfig> = {},
  around: {
    readonly answered?: Answered | null;
    readonly noted?: { readonly id: string; readonly record: string | null }[];
    readonly locale?: "ru" | "en";
  } = {},
): Channel {
  const config: SmtpConfig = {
    ...{ host: "localhost", port, tls: "none", ca: null, user: null, password: null, textOnly: false },
    ...{ from: "Ордо <robot@zernoipar.example>", identities: {}, connections: 2 },
    ...more,
  };
  return openSmtpChannel(config, {
    clock: { now: () => NOON },
    locale: around.locale ?? "ru",
    mailboxes: {
      sales: { title: "Продажи", address: "sales@zernoipar.example" },
      nowhere: { title: "Без адреса", address: null },
    },
    sent: { note: async (letter) => void around.noted?.push(letter) },
    answeredBy: async () => around.answered ?? null,
  });
}

/** The password that must show nowhere. */
export const PASSWORD = new Secret("canary-password-1");

/** A message by mail. */
export function letterOf(
  key: string,
  more: Partial<Omit<OutgoingMessage, "message">> & { readonly message?: Partial<OutgoingMessage["message"]> } = {},
): OutgoingMessage {
  const { message, ...rest } = more;
  return {
    ...parcelOf(key, {
      route: { channel: "email", address: "client@partner.example" },
      message: { channels: ["email"], subject: "Ваша заявка", ...message },
    }),
    link: null,
    meantFor: null,
    tries: 1,
    ...rest,
  } as OutgoingMessage;
}

/** A file for the length of a test. */
export function temporaryFile(text: string): { readonly path: string; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), "ordo-smtp-"));
  const path = join(folder, "file.pem");
  writeFileSync(path, text);
  return { path, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
