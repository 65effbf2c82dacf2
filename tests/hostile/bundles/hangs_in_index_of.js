// { "framework": "Vanilla", "only": [], "errors": ["could not be interrupted"] }
// Searches for a long text in another long text. The call of the engine takes quadratic time.
const text = 'a'.repeat(1 << 22);
setTimeout(() => text.indexOf('a'.repeat(1 << 21) + 'b'), 1);
