import { useSyncExternalStore } from "react";
import { answered, api, commandKey, type Schemas } from "./client.ts";

const listeners = new Set<() => void>();
let underWay = 0;

function changeBy(step: 1 | -1): void {
  underWay += step;
  for (const listener of listeners) listener();
}

/** Sends a file; its answer goes into a field of type `files`. @throws {ApiProblem} too large, not allowed, no connection */
export async function uploadFile(file: File): Promise<Schemas["StoredFile"]> {
  changeBy(1);
  try {
    return await answered(
      api.POST("/api/files", {
        params: { query: { name: file.name.slice(-200) }, header: { "Idempotency-Key": commandKey() } },
        headers: { "content-type": "application/octet-stream" },
        body: file,
        bodySerializer: (body) => body,
      }),
    );
  } finally {
    changeBy(-1);
  }
}

/** Is a file on its way? A form that is sent meanwhile would go without it: its buttons wait. */
export function useIsUploading(): boolean {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => underWay > 0,
  );
}
