interface Line { price: number; amount?: number }
const lines: Line[] = [{ price: 2 }, { price: 3, amount: 4 }]
export const total: number = lines.reduce((sum, line) => sum + line.price * (line.amount || 1), 0)
