import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { loadConfiguration } from "../../../adapters/configuration/load-configuration.ts";
import { readMail } from "../../../adapters/mail-source/config.ts";
import { folderSource } from "../../../adapters/process-source/folder/folder-source.ts";
import { folderWith } from "../../support/command-line.ts";
import { ROOT } from "../../support/source-files.ts";

const SECRETS = { SALES_PASSWORD: "canary-1", TENDER_PASSWORD: "canary-2", INFO_PASSWORD: "canary-3" };
const PAGES = ["docs/reference/adapters/mail-imap.md", "docs/reference/adapters/mail-local.md", "docs/ru/mail.md"];

function mailOf(page: string) {
  const text = /```yaml\n(.*?)```/s.exec(readFileSync(join(ROOT, page), "utf8"))?.[1] ?? "";
  const { configuration, problems } = loadConfiguration(folderSource(), SECRETS, folderWith({ "ordo.yaml": text }));
  expect(problems).toEqual([]);
  if (configuration === null) throw new Error(page);
  return readMail(configuration.root.section("mail"));
}

describe("the pages about mail", () => {
  test.each(PAGES)("%s shows a configuration that is sound", (page) => {
    const { imap, local } = mailOf(page);
    expect(imap ?? local).not.toBeNull();
  });

  test("a mailbox's key goes before the same of defaults; what is left out has its default; no password shows", () => {
    const { imap } = mailOf("docs/reference/adapters/mail-imap.md");
    expect(imap).toMatchObject({
      letterBytesMax: 25 * 1024 * 1024,
      parseMs: 10_000,
      mailboxes: [
        {
          name: "sales",
          host: "imap.example.com",
          port: 993,
          folder: "INBOX",
          junk: "Spam",
          lists: "skip",
          markSeen: true,
        },
        {
          name: "tender",
          junk: null,
          lists: "take",
          quarantine: "Ordo-Quarantine",
          existing: "unseen",
          pollMs: 60_000,
        },
      ],
    });
    expect(JSON.stringify(imap)).not.toContain("canary");
    expect(imap?.mailboxes[0]?.password.reveal()).toBe("canary-1");
  });
});
