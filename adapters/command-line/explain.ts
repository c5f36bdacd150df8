import type { ExitCode, Terminal } from "./terminal.ts"; export async function explain(_p: string|undefined, _o: object, _t: Terminal): Promise<ExitCode> { return 0; }
