// { "framework": "Vanilla", "errors": ["first", "text of second"] }
// Throws values whose conversion to text calls native. The page reports the errors.
setTimeout(function () {
  throw { toString: function () { console.log('in timer'); return 'second'; }, toJSON: function () { console.log('in timer'); return 'text of second'; } };
}, 1);
throw { toString: function () { console.log('in toString'); return 'first'; } };
