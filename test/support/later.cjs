// The clock of this process is ahead of the computer's, as on another day.
const aheadMs = Number(process.env.CBLR_TEST_AHEAD_MS ?? 0);
if (aheadMs !== 0) {
  const now = Date.now.bind(Date);
  Date.now = () => now() + aheadMs;
}
