/** The program of the thread that reads letters. The build puts its own place here: `dist/` has no TypeScript. */
export const PARSE_MAIL_SCRIPT: URL = new URL("./parse-mail-thread.ts", import.meta.url);
