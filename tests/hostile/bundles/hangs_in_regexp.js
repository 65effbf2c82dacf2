// { "framework": "Vanilla", "only": [], "errors": ["JS ran longer than"] }
// Searches with a regular expression that takes exponential time. quickjs cannot interrupt the search.
/^(a+)+$/.test('a'.repeat(40) + 'b');
