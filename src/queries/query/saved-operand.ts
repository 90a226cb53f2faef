export const savedOperand = { kind: 'savedQuery', about: 'name of the saved query' } as const;
