exports.word = 'plain'
exports.odd = function (n) { return n % 2 === 1 }
