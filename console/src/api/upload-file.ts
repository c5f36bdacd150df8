import { answered, api, commandKey, type Schemas } from "./client.ts";

/** Sends a file; its answer goes into a field of type `files`. @throws {ApiProblem} too large, not allowed, no connection */
export function uploadFile(file: File): Promise<Schemas["StoredFile"]> {
  return answered(
    api.POST("/api/files", {
      params: { query: { name: file.name.slice(-200) }, header: { "Idempotency-Key": commandKey() } },
      headers: { "content-type": "application/octet-stream" },
      body: file,
      bodySerializer: (body) => body,
    }),
  );
}
