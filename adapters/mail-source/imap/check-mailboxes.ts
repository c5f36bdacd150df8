import type { CheckNeeds } from "../../adapter.ts";
import { doubtful, type Finding, fine, wrong } from "../../finding.ts";
import type { ImapConfig, MailboxConfig } from "../config.ts";
import { mailboxComplaint } from "../known-mailboxes.ts";
import { mailboxFailure } from "./mailbox-failure.ts";
import { connected, farewell } from "./open-mailbox.ts";

const CHECK = "mailboxes";

/** What `ordo doctor` finds of the mailboxes: reachable, login, folders, and what the servers can. Changes nothing. */
export async function checkMailboxes(config: ImapConfig, needs: CheckNeeds): Promise<readonly Finding[]> {
  const complaint = mailboxComplaint(config.mailboxes, needs.catalog);
  if (complaint !== null) return [wrong(CHECK, complaint.says, complaint.remedy)];
  const found = await Promise.all(config.mailboxes.map((mailbox) => checkMailbox(mailbox, config, needs)));
  const troubles = found.flat();
  const { length } = config.mailboxes;
  if (troubles.length > 0) return troubles;
  return [fine(CHECK, `Почтовые ящики в порядке: ${length}`, `The mailboxes are fine: ${length}`)];
}

async function checkMailbox(
  mailbox: MailboxConfig,
  { letterBytesMax }: ImapConfig,
  { clock }: CheckNeeds,
): Promise<readonly Finding[]> {
  let client: Awaited<ReturnType<typeof connected>> | null = null;
  try {
    client = await connected(mailbox, { letterBytesMax });
    await client.mailboxOpen(mailbox.folder, { readOnly: true });
    const folders = await client.list();
    return [...abilities(mailbox, client.capabilities), ...folderFindings(mailbox, folders), ...encryption(mailbox)];
  } catch (error) {
    const { says, remedy } = mailboxFailure(error, mailbox);
    return [wrong(CHECK, says, remedy)];
  } finally {
    if (client !== null) await farewell(client, clock);
  }
}

function abilities({ name, pollMs }: MailboxConfig, known: ReadonlyMap<string, unknown>): readonly Finding[] {
  const lacks = ["IDLE", "MOVE"].filter((one) => !known.has(one) && !known.has("IMAP4REV2"));
  if (lacks.length === 0) return [];
  const list = lacks.join(", ");
  return [
    doubtful(
      CHECK,
      { ru: `Ящик ${name}: сервер не умеет ${list}.`, en: `Mailbox ${name}: the server cannot ${list}.` },
      {
        ru: `Работать будет: без IDLE письма замечаются раз в ${pollMs / 1_000} с, без MOVE письмо копируется и удаляется.`,
        en: `It works all the same: without IDLE letters are noticed every ${pollMs / 1_000} s, without MOVE a letter is copied and deleted.`,
      },
    ),
  ];
}

function folderFindings(
  { name, junk }: MailboxConfig,
  folders: readonly { readonly path: string; readonly specialUse?: string | undefined }[],
): readonly Finding[] {
  const hasJunk = folders.some(({ path, specialUse }) => (junk === null ? specialUse === "\\Junk" : path === junk));
  if (hasJunk) return [];
  const folder = junk ?? "Junk";
  return [
    doubtful(
      CHECK,
      {
        ru: `Ящик ${name}: папки для спама на сервере нет.`,
        en: `Mailbox ${name}: the server has no folder for spam.`,
      },
      {
        ru: `Первое письмо-спам создаст папку «${folder}»; если спам лежит в другой, назовите её ключом junk.`,
        en: `The first spam makes the folder "${folder}"; if spam lies in another one, name it with the key junk.`,
      },
    ),
  ];
}

function encryption({ name, tls, host }: MailboxConfig): readonly Finding[] {
  if (tls !== "none" || /^(localhost|127\.\d+\.\d+\.\d+|::1)$/.test(host)) return [];
  return [
    doubtful(
      CHECK,
      {
        ru: `Ящик ${name}: пароль и письма идут по сети без шифрования (tls: none).`,
        en: `Mailbox ${name}: password and letters cross the network unencrypted (tls: none).`,
      },
      { ru: "Поставьте tls: implicit или starttls.", en: "Set tls: implicit or starttls." },
    ),
  ];
}
