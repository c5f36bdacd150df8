// The rest of `dist/cli.js`, after require-node.cjs: loads the chunks of a command, with the code that was compiled for
// them before.
//
// V8 compiles a function when it is called first, and Node's own compile cache keeps only what is compiled while a file
// loads: two thousand functions would be compiled in every run, a third of its time. So what a run has compiled is kept,
// one file a command, in the user's own cache folder, and given to V8 the next time. V8 refuses by itself what another
// version or other flags have made; the file's name holds the build. Losing the file costs time, nothing else.
const fs = require("node:fs");
const { join } = require("node:path");
const { Script } = require("node:vm");

/** At the start and at the end of a file: one that was cut off is not used. */
const MARK = "ordo-compiled-1\n";
/** Longest first part of a file, which names its chunks: 50 characters for each of some fifty. In bytes. */
const HEAD_SIZE = 8192;
/** A file not written for so long belongs to a build that nobody runs, or is due to be written again. In milliseconds. */
const KEPT_MS = 30 * 24 * 3600 * 1000;
/** A run that has this much more compiled code than the one that wrote the file adds its own. */
const GROWTH = 1.1;
/** Asking V8 how much there is takes a millisecond: one run of so many does. */
const ASKING_RUNS = 16;

const folder = cacheFolder();
const path = folder && join(folder, fileName());
const kept = path ? read(path) : null;
const chunks = new Map();
let isNew = false;

load("main.js");
process.on("exit", () => {
  if (path && (isNew || hasGrown())) write();
  // Everything is written. Node would now take the heap apart, which takes longer than to leave it.
  process.exit();
});

/** The exports of a chunk of `dist/`, loaded once. */
function load(name) {
  const known = chunks.get(name);
  if (known) return known.module.exports;
  const filename = join(__dirname, name);
  // The build leaves nothing but ASCII: then a byte is a letter, and nothing has to be decoded.
  const source = fs.readFileSync(filename, "latin1");
  const cachedData = kept?.part(name);
  const script = new Script(source, { filename, cachedData });
  if (!cachedData || script.cachedDataRejected) isNew = true;
  const module = { exports: {} };
  chunks.set(name, { script, module });
  script.runInThisContext().call(module.exports, module.exports, requireFrom, module, filename, __dirname);
  return module.exports;
}

function requireFrom(id) {
  return id.startsWith("./") ? load(id.slice(2)) : require(id);
}

/** Nobody else's folder is ever used; null where the system names no place. */
function cacheFolder() {
  const { XDG_CACHE_HOME: named, LOCALAPPDATA: windows, HOME: home } = process.env;
  const root = named || windows || (home ? join(home, ".cache") : "");
  return root === "" ? null : join(root, "ordo", "compiled");
}

function fileName() {
  const command = process.argv.slice(2).find((argument) => /^[a-z][a-z-]{0,20}$/.test(argument)) ?? "ordo";
  return `${process.version}-${process.arch}-${BUILD}-${command}`;
}

/** What was kept: of each chunk the bytes for V8, read when they are asked for, and how much compiled code that run had. */
function read(path) {
  try {
    const file = fs.openSync(path);
    const { size } = fs.fstatSync(file);
    const part = (from, length) => {
      const bytes = Buffer.allocUnsafeSlow(length);
      return fs.readSync(file, bytes, 0, length, from) === length ? bytes : undefined;
    };
    const text = part(0, Math.min(HEAD_SIZE, size)).latin1Slice();
    if (!text.startsWith(MARK) || part(size - MARK.length, MARK.length).latin1Slice() !== MARK) return null;
    const end = text.indexOf("\n", MARK.length);
    const { compiled, sizes } = JSON.parse(text.slice(MARK.length, end));
    const places = new Map();
    let at = padded(end + 1);
    for (const [name, length] of sizes) {
      places.set(name, [at, length]);
      at += padded(length);
    }
    return {
      compiled,
      names: [...places.keys()],
      part: (name) => (places.has(name) ? part(...places.get(name)) : undefined),
    };
  } catch {
    return null;
  }
}

/** The same, written: a line that says what follows, and the bytes of each chunk; of one not loaded now those kept before. */
function write() {
  try {
    fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
    fs.accessSync(folder, fs.constants.W_OK);
    removeOld();
    const aside = `${path}.${process.pid}`;
    fs.writeFileSync(aside, packed(), { mode: 0o600, flush: true });
    fs.renameSync(aside, path);
  } catch {
    // A folder that cannot be written: every run compiles for itself.
  }
}

function packed() {
  const own = [...chunks].map(([name, { script }]) => [name, script.createCachedData()]);
  const before = (kept?.names ?? []).filter((name) => !chunks.has(name)).map((name) => [name, kept.part(name)]);
  const parts = [...before, ...own];
  const sizes = parts.map(([name, { length }]) => [name, length]);
  const head = Buffer.from(`${MARK}${JSON.stringify({ compiled: compiledBytes(), sizes })}\n`);
  return Buffer.concat([...[head, ...parts.map(([, bytes]) => bytes)].flatMap(fill), Buffer.from(MARK)]);
}

/** V8 takes bytes that start at a multiple of eight. */
function fill(bytes) {
  return [bytes, Buffer.alloc(padded(bytes.length) - bytes.length)];
}

function padded(size) {
  return Math.ceil(size / 8) * 8;
}

function removeOld() {
  for (const name of fs.readdirSync(folder)) {
    const { mtimeMs } = fs.statSync(join(folder, name));
    if (Date.now() - mtimeMs > KEPT_MS) fs.rmSync(join(folder, name));
  }
}

function hasGrown() {
  return process.pid % ASKING_RUNS === 0 && compiledBytes() > kept.compiled * GROWTH;
}

function compiledBytes() {
  return require("node:v8").getHeapCodeStatistics().bytecode_and_metadata_size;
}
