// self and navigator: what libraries for browsers look at when they are loaded; the same facts
// that the framework of Rax pages gives. Native half: websocket/whatwg.py.
(function (native) {
  'use strict';
  const { appName, appVersion, osName, osVersion, platform, weexVersion } = globalThis.WXEnvironment;

  native.fallbacks.self = globalThis;
  native.fallbacks.navigator = {
    product: 'Weex',
    platform,
    appName,
    appVersion,
    userAgent: `Weex/${weexVersion} ${osName || platform}/${osVersion} ${appName}/${appVersion}`,
    language: 'en',
    get onLine() { return native.call('isOnline'); },
  };
})
