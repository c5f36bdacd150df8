// Loaded before a measured command (`node --require`): tells at its end, on standard error, what it used: milliseconds of
// CPU on all cores, and the most memory it ever held, in bytes.
process.on("exit", () => {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  require("node:fs").writeSync(2, `\nused ${(userCPUTime + systemCPUTime) / 1000} ${maxRSS * 1024}\n`);
});
