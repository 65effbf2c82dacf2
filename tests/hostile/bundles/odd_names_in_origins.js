// { "framework": "Vanilla", "open": { "platform": "web" } }
// Puts lone surrogates into ids of callbacks and names of events. The page reports each id and name
// as text.
var odd = '\ud800';
weex.requireModule('modal').alert({ message: odd }, odd);
weex.requireModule('storage').setItem(odd, odd, odd);
callNativeModule('1', 'modal', 'alert', [{ message: 'm' }, odd], undefined);
callNativeModule('1', 'timer', 'setTimeout', [odd, 1], undefined);
callNativeModule('1', 'globalEvent', 'addEventListener', [odd, odd], undefined);
var channel = new BroadcastChannel(odd);
channel.onmessage = function () { throw new Error(odd); };
new BroadcastChannel(odd).postMessage(odd);
weex.document.createElement(odd);
callCreateBody('1', { ref: odd, type: odd, event: [odd], attr: { a: odd } });
weex.requireModule(odd);
