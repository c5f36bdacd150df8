import { fstatSync, writeSync } from "node:fs";

/** Standard output (1) or standard error (2). */
export type Descriptor = 1 | 2;

/** What only its stream can write to; once a stream, always a stream, or the order would be lost. */
const streams = new Map<Descriptor, boolean>();

/**
 * Writes text to standard output or error. Into a file or a pipe it goes directly: Node's streams take 5 ms to load, a
 * fifth of its own start. A terminal is left to its stream, which knows its encoding; so is a pipe that is full and
 * does not wait. Where nobody reads any more (`ordo … | head`) the process ends: there is nobody to tell.
 */
export function writeTo(descriptor: Descriptor, text: string): void {
  if (needsStream(descriptor)) {
    streamOf(descriptor).write(text);
    return;
  }
  const bytes = Buffer.from(text);
  let at = 0;
  while (at < bytes.length) {
    try {
      at += writeSync(descriptor, bytes, at);
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "EAGAIN")) return endOrThrow(error);
      streams.set(descriptor, true);
      streamOf(descriptor).write(bytes.subarray(at));
      return;
    }
  }
}

/** Does somebody sit there? */
export function isTerminal(descriptor: Descriptor): boolean {
  return needsStream(descriptor) && streamOf(descriptor).isTTY === true;
}

/** The stream itself, for who needs more than to write. */
export function streamOf(descriptor: Descriptor): NodeJS.WriteStream {
  const stream = descriptor === 1 ? process.stdout : process.stderr;
  if (!stream.listeners("error").includes(endOrThrow)) stream.on("error", endOrThrow);
  return stream;
}

function needsStream(descriptor: Descriptor): boolean {
  const known = streams.get(descriptor);
  if (known !== undefined) return known;
  const needed = !isPlain(descriptor);
  streams.set(descriptor, needed);
  return needed;
}

function isPlain(descriptor: Descriptor): boolean {
  try {
    const kind = fstatSync(descriptor);
    return kind.isFile() || kind.isFIFO() || kind.isSocket();
  } catch {
    return false;
  }
}

function endOrThrow(error: unknown): void {
  if (!(error instanceof Error && "code" in error && error.code === "EPIPE")) throw error;
  process.exit(process.exitCode ?? 0);
}
