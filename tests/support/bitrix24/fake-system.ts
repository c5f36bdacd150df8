import { Refusal, textOf } from "./fake-answer.ts";
import { type FakeMethods, param } from "./fake-method.ts";
import { isoOf } from "./fake-time.ts";

/** What a portal says of itself and of the caller. */
export const SYSTEM_METHODS: FakeMethods = {
  scope: { scope: null, run: (call) => ({ result: [...call.caller.scopes] }) },
  "app.info": {
    scope: null,
    needs: "app",
    run: (call, world) => ({
      result: {
        ...{
          ID: 1,
          CODE: call.caller.app?.clientId ?? "",
          VERSION: 1,
          STATUS: "L",
          INSTALLED: call.caller.app?.installed ?? false,
        },
        ...{ PAYMENT_EXPIRED: "N", DAYS: null, LANGUAGE_ID: world.switches.language, LICENSE: "ru_basic" },
      },
    }),
  },
  "feature.get": {
    scope: null,
    run: (call) => ({ result: { value: textOf(param(call, "CODE")) === "rest_offline_extended" ? "Y" : "N" } }),
  },
  "server.time": { scope: null, run: (_, world) => ({ result: isoOf(world.now(), world.zone) }) },
  "crm.currency.list": {
    scope: "crm",
    run: (_, world) => ({
      result: [{ CURRENCY: world.switches.currency, BASE: "Y", AMOUNT: "1.0000", AMOUNT_CNT: "1" }],
      total: 1,
    }),
  },
};

/** There is no such method, or only under the other address. */
export function methodNotFound(): Refusal {
  return new Refusal("ERROR_METHOD_NOT_FOUND", "Method not found!", 404);
}
