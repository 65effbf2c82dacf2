// Unhandled rejections. Native half: engine/rejections.py, boot.py. WHATWG HTML,
// "HostPromiseRejectionTracker" and "notify about rejected promises".
(function (native) {
  'use strict';
  const unhandled = new Map(); // promise -> reason

  native.track = (promise, reason, isHandled) => {
    if (isHandled) unhandled.delete(promise);
    else unhandled.set(promise, reason);
  };

  native.reportRejections = () => {
    const reasons = [...unhandled.values()];
    unhandled.clear();
    for (const reason of reasons) native.report(reason, 'promise');
  };

  // core-js, which many bundles contain, has its own promises and calls this function.
  globalThis.onunhandledrejection = (event) => native.report(event.reason, 'promise');
})(globalThis.__native);
