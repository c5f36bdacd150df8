/** Why a stream of lines cannot be read any further. */
export class LineTrouble extends Error {
  override readonly name = "LineTrouble";
}

/**
 * Cuts a stream of bytes into lines. Never holds more than `bytesMax` of a line that has not ended.
 *
 * @throws {LineTrouble} from the returned function, where a line is longer or is not UTF-8
 */
export function lineReader(bytesMax: number, onLine: (line: string) => void): (chunk: Uint8Array) => void {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let parts: Uint8Array[] = [];
  let held = 0;
  const hold = (part: Uint8Array): void => {
    held += part.length;
    if (held > bytesMax) throw new LineTrouble(`a line of more than ${bytesMax} bytes`);
    parts.push(part);
  };
  return (chunk) => {
    let from = 0;
    for (let end = chunk.indexOf(NEWLINE); end !== -1; end = chunk.indexOf(NEWLINE, from)) {
      hold(chunk.subarray(from, end));
      const line = Buffer.concat(parts, held);
      parts = [];
      held = 0;
      from = end + 1;
      onLine(decode(decoder, line));
    }
    if (from < chunk.length) hold(chunk.subarray(from));
  };
}

const NEWLINE = 0x0a;

function decode(decoder: InstanceType<typeof TextDecoder>, line: Uint8Array): string {
  try {
    return decoder.decode(line);
  } catch {
    throw new LineTrouble("a line that is not UTF-8");
  }
}
