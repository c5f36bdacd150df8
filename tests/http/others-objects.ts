import { randomUUID } from "node:crypto";
import { fileAddress } from "../../adapters/http/file-address.ts";
import { taskAddress } from "../../adapters/task-address.ts";
import { type CommandId, id, type ProcessId, type UserId } from "../../engine/base/ids.ts";
import type { ServedCompany } from "../support/served-company.ts";

/** What stands in addresses of routes, by the name of the parameter: things that are there, and nobody's who asks. */
export type Objects = Readonly<Record<string, string>>;

/** A discount that manager-1 has asked for, and everything that came of it. */
export async function objectsOf(company: ServedCompany): Promise<Objects> {
  const { useCases } = company.service;
  const started = await useCases.start({
    id: id<CommandId>("matrix"),
    process: id<ProcessId>("discount-approval"),
    by: id<UserId>("manager-1"),
    input: { company: "company/7", brand: "Montelira", discount: 12, justification: "Постоянный клиент" },
  });
  if (started.kind !== "started") throw new Error(JSON.stringify(started));
  await company.settle();
  const [task] = (await useCases.tasks({ limit: 1 })).rows;
  if (task === undefined) throw new Error("nobody was asked");
  const bytes = new TextEncoder().encode("%PDF-1.7");
  const file = await company.service.files.put("matrix", { name: "of-nobody.pdf", type: "application/pdf", bytes });
  const manager = await company.person("manager-1");
  const [session] = await company.assembled.accounts.sessions(id<UserId>(manager.user));
  const token = await company.assembled.accounts.createToken({
    ...{ user: id<UserId>(manager.user), by: id<UserId>(manager.user), name: "of another", scopes: ["task.read"] },
  });
  if (token.kind === "rejected") throw new Error(token.reason.en);
  return {
    page: "no-such-page",
    locale: "ru",
    picture: "no-such-picture",
    session: session?.id ?? "",
    prefix: token.token.prefix,
    absence: randomUUID(),
    file: fileAddress(file),
    task: taskAddress(task.id),
    instance: started.instance,
    process: "discount-approval",
    registry: "discount-approvals",
    user: "manager-1",
    type: "company",
    number: "7",
    name: "of-nobody",
    channel: "email",
    action: "suspend",
    decision: "release",
    token: "x".repeat(43),
    incident: randomUUID(),
    "*": "x",
  };
}
