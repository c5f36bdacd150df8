import type { Gateway, GatewayRequest } from "./gateway.ts";

/*
 * SMSC.ru, by its pages for programmers: https://smsc.ru/api/http/ (send.php, status.php, balance.php, reports to a
 * handler of the client's). The client may give a message a number of its own and ask for its status by it, so that a
 * message whose answer was lost is asked for before it is sent again.
 */

function request(path: string, form: Readonly<Record<string, string>>): GatewayRequest {
  const login = { login: "{login}", psw: "{password}", apikey: "{key}" };
  return { method: "POST", url: `{url}/sys/${path}`, headers: {}, form: { ...login, fmt: "3", ...form }, json: null };
}

/** SMSC.ru */
export const SMSC: Gateway = {
  name: "smsc",
  send: request("send.php", {
    phones: "{phone}",
    mes: "{text}",
    sender: "{from}",
    id: "{clientId}",
    charset: "utf-8",
  }),
  accepted: { paths: [], values: [] },
  idPaths: ["id"],
  idForm: "{id}/{phone}",
  errors: {
    paths: ["error_code"],
    texts: ["error"],
    // 2: login, 3: money, 4: the address is blocked for a while; 9: the same again, or too much at once.
    meanings: { 2: "trouble", 3: "trouble", 4: "trouble", 7: "unreachable", 8: "unreachable", 9: "duplicate" },
    otherwise: "refused",
  },
  knowsId: "ask",
  clientId: "number",
  status: {
    request: request("status.php", { id: "{id}", phone: "{phone}" }),
    paths: ["status"],
    states: {
      ...Object.fromEntries(["-1", "0"].map((code) => [code, "pending"])),
      ...Object.fromEntries(["1", "2", "4"].map((code) => [code, "delivered"])),
      ...Object.fromEntries(["-2", "3", "20", "22", "23", "24", "25"].map((code) => [code, "undelivered"])),
      "-3": "unknown",
    },
  },
  balance: { request: request("balance.php", {}), paths: ["balance"] },
  reports: { kind: "form", list: "", id: "{id}/{phone}", state: "status", only: null, answer: "" },
};
