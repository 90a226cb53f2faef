/** Up to that many documents are held in memory; more go to a file (docs/lab.md). */
export const documentsInMemory = 100_000;
