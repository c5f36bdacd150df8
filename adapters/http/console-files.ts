import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import fastifyStatic from "@fastify/static";
import type { FastifyInstance, FastifyReply } from "fastify";
import { securityHeaders } from "./security-headers.ts";

/** Stands in the built page where the nonce of an answer goes. */
const NONCE = "%CSP_NONCE%";

/**
 * Serves the built console: its files under `/assets/` for a year (their names change with their content), and its page at
 * every other address, so that each screen has one of its own.
 *
 * @param folder with `index.html` and `assets/`
 */
export async function addConsole(server: FastifyInstance, folder: string): Promise<void> {
  const page = readFileSync(join(folder, "index.html"), "utf8");
  await server.register(fastifyStatic, {
    root: join(folder, "assets"),
    prefix: "/assets/",
    preCompressed: true,
    index: false,
    dotfiles: "ignore",
    decorateReply: false,
    cacheControl: true,
    immutable: true,
    maxAge: "365d",
    setHeaders: (response) => {
      for (const [name, value] of Object.entries(securityHeaders(null))) response.header(name, value);
    },
  });
  const show = (reply: FastifyReply): FastifyReply => {
    const nonce = randomBytes(16).toString("base64");
    return reply
      .headers(securityHeaders(nonce))
      .header("cache-control", "no-store")
      .type("text/html; charset=utf-8")
      .send(page.replaceAll(NONCE, nonce));
  };
  server.get("/", async (_request, reply) => show(reply));
  server.get("/*", async (request, reply) => {
    const { url } = request;
    if (url.startsWith("/api/") || url.startsWith("/assets/")) return reply.callNotFound();
    return show(reply);
  });
}
