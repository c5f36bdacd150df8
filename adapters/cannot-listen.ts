import type { Text } from "../engine/definition/problem.ts";
import { type Complaint, couldNotRun } from "./complaint.ts";

/** Why a server cannot listen where it should. @param remedy which key of `ordo.yaml` to change */
export function cannotListen(
  { host, port }: { readonly host: string; readonly port: number },
  error: unknown,
  remedy: Text,
): Complaint {
  const code = String(typeof error === "object" && error !== null ? Reflect.get(error, "code") : "");
  const says =
    code === "EADDRINUSE"
      ? { ru: `Порт ${port} на ${host} уже занят.`, en: `Port ${port} of ${host} is taken.` }
      : { ru: `На ${host}:${port} нельзя слушать (${code}).`, en: `Cannot listen on ${host}:${port} (${code}).` };
  return couldNotRun(says, remedy);
}
