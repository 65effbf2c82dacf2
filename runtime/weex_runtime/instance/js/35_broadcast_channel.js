// BroadcastChannel: messages between pages, and between channels of one page. Each page has a JS
// context of its own, so a message is passed as JSON and arrives in a later turn of the loop. On
// devices, a message arrives at once and by reference. Native half: broadcast_channel.py. Source:
// incubator-weex, runtime/services/broadcast-channel.
(function (native) {
  'use strict';
  const channels = { __proto__: null }; // channel id -> BroadcastChannel, in the order of creation
  const { keys } = Object;
  const text = String;
  let lastId = 0;

  globalThis.BroadcastChannel = class BroadcastChannel {
    constructor(name) {
      const id = ++lastId;
      Object.defineProperties(this, {
        name: { value: text(name), enumerable: true },
        _id: { value: id },
      });
      this.onmessage = null;
      channels[id] = this;
      native.ask('joinChannel', this.name);
    }

    postMessage(message) {
      if (!(this._id in channels)) {
        throw new Error(`BroadcastChannel "${this.name}" is closed`);
      }
      native.ask('postToChannel', this._id, this.name, message || null);
    }

    close() {
      if (!(this._id in channels)) return;
      delete channels[this._id];
      for (const id in channels) if (channels[id].name === this.name) return;
      native.ask('leaveChannel', this.name);
    }
  };

  // `sender`: the id of the channel that posted the message, if that channel is on this page; 0
  // otherwise.
  native.receive = (name, message, sender) => {
    const ids = keys(channels);
    for (let i = 0; i < ids.length; i++) {
      const channel = channels[ids[i]];
      if (!channel || channel.name !== name || channel._id === sender) continue;
      if (typeof channel.onmessage !== 'function') continue;
      try {
        channel.onmessage({
          type: 'message', data: message, origin: '', source: null, ports: [], target: null,
          timeStamp: Date.now(),
        });
      } catch (error) {
        native.report(error);
      }
    }
  };
})(globalThis.__native);
