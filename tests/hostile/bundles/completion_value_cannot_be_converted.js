// { "framework": "Vanilla", "errors": [] }
// The completion value of the bundle is a string with a lone surrogate. The runtime must not convert
// this string.
'\ud800';
