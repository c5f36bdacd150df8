/** The program of the workshop's threads. The build puts its own place here: `dist/` has no TypeScript. */
export const WORKSHOP_SCRIPT: URL = new URL("./workshop-thread.ts", import.meta.url);
