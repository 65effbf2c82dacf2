// { "framework": "Vanilla", "errors": ["Error: plain"], "console": ["log: hello"] }
// Throws an ordinary error. The page reports the error.
console.log('hello');
throw new Error('plain');
