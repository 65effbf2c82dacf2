// self and navigator, which browser libraries read when they load. In Rax pages the framework's own
// objects are used. Native half: websocket/whatwg.py.
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
