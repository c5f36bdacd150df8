import { parentPort } from "node:worker_threads";

/* A reader of letters that does what its letter says. */
parentPort?.on("message", (raw: Uint8Array) => {
  const word = new TextDecoder().decode(raw);
  if (word === "exit") process.exit(0);
  while (word === "hang");
  for (const eaten: string[][] = []; word === "eat"; ) eaten.push(Array.from({ length: 100_000 }, (_, at) => `${at}`));
  parentPort?.postMessage({ mail: { subject: word } });
});
