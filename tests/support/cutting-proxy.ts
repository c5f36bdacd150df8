import { connect, createServer, type Server, type Socket } from "node:net";

/** Stands between us and a PostgreSQL, and cuts connections at the worst moment. */
export interface CuttingProxy {
  /** The given address, through the proxy. */
  readonly url: string;
  /** How many connections were cut at a COMMIT. */
  readonly cuts: number;
  /** The next COMMIT reaches the server, its answer is lost with the connection. */
  loseNextAnswer(): void;
  /** The next COMMIT of a new connection is lost with the connection: the server never sees it. */
  loseNextRequest(): void;
  /** Cuts all connections. */
  cutAll(): void;
  close(): Promise<void>;
}

/** How the server says that it has committed, and how a connection asks for it the first time. */
const ANSWER = Buffer.from("COMMIT\0");
const REQUEST = Buffer.from("commit\0");

/** Starts a proxy before the server of the address, on a free port. */
export async function cuttingProxy(url: string): Promise<CuttingProxy> {
  const { hostname, port } = new URL(url);
  const sockets = new Set<Socket>();
  const state = { lose: null as "answer" | "request" | null, cuts: 0 };
  const server = createServer((client) => {
    const upstream = connect(Number(port || 5432), hostname);
    const pair = [client, upstream];
    const cut = () => pair.forEach((socket) => void socket.destroy());
    for (const socket of pair) {
      sockets.add(socket);
      socket.on("error", cut).on("close", () => {
        sockets.delete(socket);
        cut();
      });
    }
    const passing = (to: Socket, lost: "answer" | "request", mark: Buffer) => (bytes: Buffer) => {
      if (state.lose !== lost || !bytes.includes(mark)) return void to.write(bytes);
      state.lose = null;
      state.cuts += 1;
      cut();
    };
    client.on("data", passing(upstream, "request", REQUEST));
    upstream.on("data", passing(client, "answer", ANSWER));
  });
  const through = new URL(url);
  through.port = String(await listening(server));
  through.hostname = "127.0.0.1";
  const cutAll = () => sockets.forEach((socket) => void socket.destroy());
  return {
    url: through.href,
    get cuts() {
      return state.cuts;
    },
    loseNextAnswer: () => {
      state.lose = "answer";
    },
    loseNextRequest: () => {
      state.lose = "request";
    },
    cutAll,
    close: async () => {
      cutAll();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function listening(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  return typeof address === "object" && address !== null ? address.port : 0;
}
