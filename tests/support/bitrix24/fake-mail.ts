import { type Fields, listOf, numberOf, textOf } from "./fake-answer.ts";
import type { FakeCall, FakeMethods } from "./fake-method.ts";
import { instantOf, isoOf } from "./fake-time.ts";
import { paginated, refusalV3, requiredV3 } from "./fake-v3.ts";
import type { FakeWorld, MailMessage } from "./fake-world.ts";

/** Mailboxes of the portal: each user sees his own only. */
export const MAIL_METHODS: FakeMethods = {
  "mail.mailbox.list": {
    scope: "mail",
    run: (call, world) => {
      const boxes = [...world.mailboxes.values()].filter(
        ({ name, email, userIds }) =>
          userIds.includes(call.caller.userId) &&
          name.includes(textOf(call.params.name)) &&
          email.includes(textOf(call.params.email)),
      );
      const items = paginated(boxes, call.params.pagination, { limit: 25, max: 100 });
      return { result: { items: items.map(({ id, name, email }) => ({ id, name, email, senderName: name })) } };
    },
  },
  "mail.message.list": {
    scope: "mail",
    run: (call, world) => {
      const { mailboxId, searchQuery, hasAttachments, isSeen, folder, dateFrom, dateTo, pagination, select } =
        call.params;
      const sought = textOf(searchQuery).toLowerCase();
      const from = dateFrom === undefined ? Number.NEGATIVE_INFINITY : (instantOf(textOf(dateFrom), world.zone) ?? 0);
      const to = dateTo === undefined ? Number.POSITIVE_INFINITY : (instantOf(textOf(dateTo), world.zone) ?? 0);
      const rows = seen(call, world)
        .filter((one) => mailboxId === undefined || one.mailboxId === numberOf(mailboxId))
        .filter((one) => sought === "" || `${one.subject} ${one.body}`.toLowerCase().includes(sought))
        .filter((one) => hasAttachments === undefined || one.hasAttachments === hasAttachments)
        .filter((one) => isSeen === undefined || one.seen === isSeen)
        .filter((one) => folder === undefined || one.folder.toLowerCase() === textOf(folder).toLowerCase())
        .filter(({ at }) => at >= from && at <= to)
        .toSorted((a, b) => b.at - a.at || b.id - a.id);
      const items = paginated(rows, pagination, { limit: 25, max: 200 });
      return { result: { items: items.map((one) => shown(one, listOf(select).map(textOf), world)) } };
    },
  },
  "mail.message.get": {
    scope: "mail",
    run: (call, world) => ({
      result: { item: shown(messageFor("id", call, world), listOf(call.params.select).map(textOf), world) },
    }),
  },
  "mail.message.movetofolder": {
    scope: "mail",
    run: (call, world) => {
      const ids = listOf(call.params.messageIds).map(numberOf);
      const action = textOf(call.params.action);
      if (ids.length === 0) throw requiredV3("messageIds");
      if (!["move", "spam", "delete"].includes(action))
        throw refusalV3(
          "VALIDATION_REQUESTVALIDATION",
          "The `action` parameter must be `move`, `spam`, or `delete`",
          400,
          "action",
        );
      if (action === "move" && textOf(call.params.folder) === "") throw requiredV3("folder");
      const messages = seen(call, world).filter(({ id }) => ids.includes(id));
      const [first] = messages;
      if (first === undefined)
        throw refusalV3("VALIDATION_REQUESTVALIDATION", "No accessible messages found", 400, "messageIds");
      if (messages.some(({ mailboxId, folder }) => mailboxId !== first.mailboxId || folder !== first.folder))
        throw refusalV3("VALIDATION_REQUESTVALIDATION", "Select emails from a single folder", 400, "messageIds");
      for (const message of messages)
        message.folder = { spam: "Spam", delete: "Trash" }[action] ?? textOf(call.params.folder);
      return { result: { success: true, movedCount: messages.length, action } };
    },
  },
  "mail.message.createcrmactivity": {
    scope: "mail",
    run: (call, world) => {
      const message = messageFor("messageId", call, world);
      message.activityId = world.nextId("activity", 900);
      const values = {
        TYPE_ID: 4,
        DIRECTION: 1,
        PROVIDER_ID: "CRM_EMAIL",
        SUBJECT: message.subject,
        DESCRIPTION: message.body,
        COMPLETED: "N",
      };
      world.activities.push({ id: message.activityId, values, mailed: false });
      world.raise("ONCRMACTIVITYADD", `activity:${message.activityId}`, call.actor, {
        FIELDS: { ID: String(message.activityId) },
      });
      return { result: true };
    },
  },
  "mail.message.send": {
    scope: "mail",
    run: (call, world) => {
      const to = listOf(call.params.to).map(textOf);
      for (const name of ["from", "subject"]) if (textOf(call.params[name]) === "") throw requiredV3(name);
      if (to.length === 0) throw requiredV3("to");
      const from = textOf(call.params.from);
      const isOwn = [...world.mailboxes.values()].some(
        ({ email, userIds }) => from.includes(email) && userIds.includes(call.caller.userId),
      );
      if (!isOwn) throw refusalV3("ACCESSDENIED", "Access denied", 403);
      world.sentMail.push({ from, to, subject: textOf(call.params.subject), body: textOf(call.params.body) });
      // No id of the letter comes back.
      return { result: { success: true, to } };
    },
  },
};

function seen(call: FakeCall, world: FakeWorld): readonly MailMessage[] {
  return world.mail.filter(
    ({ mailboxId }) => world.mailboxes.get(mailboxId)?.userIds.includes(call.caller.userId) === true,
  );
}

function messageFor(name: string, call: FakeCall, world: FakeWorld): MailMessage {
  if (call.params[name] === undefined) throw requiredV3(name);
  const message = seen(call, world).find(({ id }) => id === numberOf(call.params[name]));
  if (message === undefined)
    throw refusalV3("ENTITYNOTFOUND", `Record with ID = \`${textOf(call.params[name])}\` not found`);
  return message;
}

function shown(message: MailMessage, select: readonly string[], world: FakeWorld): Fields {
  const all: Fields = {
    ...{
      id: message.id,
      mailboxId: message.mailboxId,
      mailboxEmail: world.mailboxes.get(message.mailboxId)?.email ?? "",
    },
    ...{ subject: message.subject, from: message.from, to: message.to, cc: "", date: isoOf(message.at, world.zone) },
    ...{
      isSeen: message.seen,
      hasAttachments: message.hasAttachments,
      url: `${world.origin}/mail/message/${message.id}/`,
    },
    ...{ bindings: message.activityId === null ? [] : [{ type: "crm", id: message.activityId }], body: message.body },
  };
  return select.length === 0 ? all : Object.fromEntries(Object.entries(all).filter(([name]) => select.includes(name)));
}
