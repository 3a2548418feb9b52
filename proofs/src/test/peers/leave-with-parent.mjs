// Ends the process when the one that started it is gone or wants it to end.
process.stdin.on("end", () => process.exit());
process.stdin.resume();
