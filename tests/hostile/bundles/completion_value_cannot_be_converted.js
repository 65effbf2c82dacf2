// { "framework": "Vanilla", "errors": [] }
// The value of the script is a text with a lone surrogate. The runtime must not convert the value.
'\ud800';
