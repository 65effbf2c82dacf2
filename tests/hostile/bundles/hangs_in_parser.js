// { "framework": "Vanilla", "only": [] }
// Captures 60,000 variables in a closure: quickjs parses such a function in quadratic time.
const names = Array.from({ length: 60000 }, (_, i) => 'a' + i);
new Function('var ' + names.join(',') + '; return function () { return ' + names.join('+') + '; }');
