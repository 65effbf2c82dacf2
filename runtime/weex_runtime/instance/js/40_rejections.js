// Unhandled rejections. Native half: engine/rejections.py, boot.py. WHATWG HTML,
// "HostPromiseRejectionTracker" and "notify about rejected promises".
(function (native) {
  'use strict';
  const unhandled = new Map(); // promise -> reason
  const { set, delete: remove, clear, forEach } = Map.prototype;
  const { apply } = Reflect;

  // The engine calls this function while it rejects a promise, so no code of a bundle may run here.
  native.track = (promise, reason, isHandled) => {
    if (isHandled) apply(remove, unhandled, [promise]);
    else apply(set, unhandled, [promise, reason]);
  };

  native.reportRejections = () => {
    const reasons = [];
    let count = 0;
    apply(forEach, unhandled, [(reason) => { reasons[count++] = reason; }]);
    apply(clear, unhandled, []);
    for (let i = 0; i < count; i++) native.report(reasons[i], 'promise');
  };

  // core-js, which many bundles contain, has its own promises and calls this function.
  globalThis.onunhandledrejection = (event) => native.report(event.reason, 'promise');
})(globalThis.__native);
