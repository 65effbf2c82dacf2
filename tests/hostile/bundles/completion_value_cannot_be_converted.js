// { "framework": "Vanilla", "errors": [] }
// Ends with a text that has a lone surrogate. The value is not converted.
'\ud800';
