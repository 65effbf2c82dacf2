// { "framework": "Vanilla", "console": ["moveElement"] }
// Moves elements into their own subtree, adds a ref a second time, and removes the body. Native
// must not loop endlessly.
callCreateBody('1', { ref: '_root', type: 'div', children: [{ ref: 'a', type: 'div', children: [{ ref: 'b', type: 'div' }] }] });
callMoveElement('1', 'a', 'b', 0);
callMoveElement('1', 'a', 'a', 0);
callMoveElement('1', '_root', 'b', 0);
callAddElement('1', 'b', { ref: 'a', type: 'div' }, 0);
callAddElement('1', 'b', { ref: '_root', type: 'div' }, 0);
callMoveElement('1', 'a', '_root', 1e9);
callMoveElement('1', 'b', '_root', -5);
callRemoveElement('1', 'a');
callRemoveElement('1', '_root');
callAddElement('1', '_root', { ref: 'c', type: 'div' }, 0);
