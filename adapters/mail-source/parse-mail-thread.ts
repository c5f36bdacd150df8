import { parentPort } from "node:worker_threads";
import { parseMail } from "./parse-mail.ts";

/*
 * The thread that reads letters: one message in (its bytes), one out (what was read, or why it could not be). It has
 * nothing to lose: who started it ends it when a letter takes too long or too much.
 */
parentPort?.on("message", async (raw: Uint8Array) => {
  try {
    const mail = await parseMail(raw);
    const bytes = mail.attachments.map((attachment) => attachment.bytes.buffer);
    parentPort?.postMessage({ mail }, [...new Set(bytes)]);
  } catch (error) {
    parentPort?.postMessage({ problem: error instanceof Error ? error.message : String(error) });
  }
});
