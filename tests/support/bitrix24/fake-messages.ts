import { listOf, numberOf, Refusal, textOf } from "./fake-answer.ts";
import { type FakeCall, type FakeMethods, param } from "./fake-method.ts";
import type { FakeWorld } from "./fake-world.ts";

const SMS_STATUSES = ["queued", "sent", "delivered", "undelivered", "failed"];

/** Notifications for people of the company, messages of chats, and providers of SMS. */
export const MESSAGE_METHODS: FakeMethods = {
  "im.notify.personal.add": { scope: "im", run: (call, world) => ({ result: notify("personal", call, world) }) },
  "im.notify.system.add": { scope: "im", run: (call, world) => ({ result: notify("system", call, world) }) },
  "im.notify.delete": {
    scope: "im",
    run: (call, world) => {
      const [id, tag] = [numberOf(param(call, "ID")), textOf(param(call, "TAG"))];
      if (id === 0 && tag === "") throw new Refusal("PARAMS_ERROR", "Incorrect params");
      if (id === 0 && call.caller.via === "webhook" && textOf(param(call, "CLIENT_ID")) === "")
        throw new Refusal("ACCESS_DENIED", "Access denied! Client ID not specified", 403);
      const at = world.notifications.findIndex((one) => (id === 0 ? one.tag === tag : one.id === id));
      if (at >= 0) world.notifications.splice(at, 1);
      return { result: at >= 0 };
    },
  },
  "im.message.add": {
    scope: "im",
    run: (call, world) => {
      const dialog = textOf(param(call, "DIALOG_ID"));
      const text = textOf(param(call, "MESSAGE"));
      if (!/^(chat|sg)?\d+$/.test(dialog)) throw new Refusal("DIALOG_ID_EMPTY", "Dialog ID can't be empty");
      if (/^\d+$/.test(dialog) && !world.users.has(Number(dialog)))
        throw new Refusal("USER_NOT_FOUND", "User not found");
      if (text === "") throw new Refusal("MESSAGE_EMPTY", "Message can't be empty");
      const id = world.nextId("message", 34_000);
      world.messages.push({ id, dialog, text });
      return { result: id };
    },
  },
  "messageservice.sender.add": {
    scope: "messageservice",
    needs: "admin app",
    run: (call, world) => {
      const code = textOf(param(call, "CODE"));
      if (code === "") throw new Refusal("ERROR_SENDER_VALIDATION_FAILURE", "Empty sender code!");
      if (world.senders.some((one) => one.CODE === code))
        throw new Refusal("ERROR_SENDER_ALREADY_INSTALLED", "Sender already installed!");
      world.senders.push({
        CODE: code,
        TYPE: "SMS",
        HANDLER: textOf(param(call, "HANDLER")),
        NAME: param(call, "NAME"),
      });
      return { result: true };
    },
  },
  "messageservice.sender.list": {
    scope: "messageservice",
    needs: "app",
    run: (_, world) => ({ result: world.senders.map(({ CODE }) => CODE) }),
  },
  "messageservice.message.status.update": {
    scope: "messageservice",
    needs: "app",
    run: (call, world) => {
      const [code, id, status] = ["CODE", "MESSAGE_ID", "STATUS"].map((name) => textOf(param(call, name)));
      if (!SMS_STATUSES.includes(status ?? ""))
        throw new Refusal("ERROR_MESSAGE_STATUS_INCORRECT", "Message status incorrect!");
      if (!world.senders.some((one) => one.CODE === code))
        throw new Refusal("ERROR_SENDER_NOT_FOUND", "Sender not found!");
      world.smsStatuses.push({ CODE: code, MESSAGE_ID: id, STATUS: status });
      return { result: true };
    },
  },
};

/** The same tag replaces the older notification. A webhook may give a tag only together with a client id. */
function notify(kind: "personal" | "system", call: FakeCall, world: FakeWorld): number {
  const userId = numberOf(param(call, "USER_ID"));
  const message = textOf(param(call, "MESSAGE"));
  const tag = textOf(param(call, "TAG"));
  if (userId === 0) throw new Refusal("USER_ID_EMPTY", "User ID can't be empty");
  if (message === "") throw new Refusal("MESSAGE_EMPTY", "Message can't be empty");
  const isTagged = tag !== "" || textOf(param(call, "SUB_TAG")) !== "";
  if (call.caller.via === "webhook" && isTagged && textOf(param(call, "CLIENT_ID")) === "")
    throw new Refusal("CLIENT_ID_EMPTY", "Client ID can't be empty");
  if (listOf(param(call, "ATTACH")).length > 0 && JSON.stringify(param(call, "ATTACH")).length > 60_000)
    throw new Refusal("ATTACH_OVERSIZE", "You have exceeded the maximum allowable size of attach");
  const older = world.notifications.findIndex((one) => tag !== "" && one.tag === tag && one.userId === userId);
  if (older >= 0) world.notifications.splice(older, 1);
  const id = world.nextId("notification", 100);
  world.notifications.push({ id, kind, userId, message, tag: tag === "" ? null : tag });
  return id;
}
