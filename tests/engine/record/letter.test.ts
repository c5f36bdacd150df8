import { expect, test } from "vitest";
import { receivedLetter } from "../../../engine/record/letter.ts";

const AT = { $type: "date and time", value: "2026-11-24T10:00:00+03:00" } as const;

test("a letter without sender, subject and text has them empty: what is never null for a process is never null", () => {
  const given = { messageId: "<n@null.example>", mailbox: "zip", from: null, subject: null, text: null, to: null };
  expect(receivedLetter(given, AT, null)).toEqual({
    ...{ messageId: "<n@null.example>", mailbox: "zip", from: "", subject: "", text: "", to: [], attachments: [] },
    ...{ automatic: false, record: null, inReplyTo: null, at: AT },
  });
});

test("an answer belongs to the record of the letter it answers, unless it names its own", () => {
  const answered = { record: "lead/1" };
  expect(receivedLetter({ messageId: "<a@b>" }, AT, answered)["record"]).toBe("lead/1");
  expect(receivedLetter({ messageId: "<a@b>", record: "lead/2" }, AT, answered)["record"]).toBe("lead/2");
  expect(receivedLetter({ messageId: "<a@b>", record: null }, AT, answered)["record"]).toBe("lead/1");
});
