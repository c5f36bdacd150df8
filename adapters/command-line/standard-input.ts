/** What is piped in, as UTF-8 text in pieces as they come. */
export function standardInput(): AsyncIterable<string> {
  process.stdin.setEncoding("utf8");
  return process.stdin;
}
