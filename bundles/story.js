// { "framework": "Vue" }
// A story of news.js, which opens this page with the number of the story in the address.
(function () {
  'use strict';
  var stream = weex.requireModule('stream');
  var navigator = weex.requireModule('navigator');
  var id = /[?&]id=(\d+)/.exec(weex.config.bundleUrl)[1];

  new Vue({
    el: 'body',
    data: { title: '', text: 'loading' },
    created: function () {
      var self = this;
      stream.fetch({ method: 'GET', url: './news.json', type: 'json' }, function (answer) {
        var story = (answer.data || []).filter(function (each) { return String(each.id) === id; })[0];
        if (!story) {
          self.text = 'there is no story ' + id;
          return;
        }
        self.title = story.title;
        self.text = story.text;
        // The web has no navigation bar.
        if (navigator.setNavBarTitle) {
          navigator.setNavBarTitle({ title: story.title }, function () {});
        }
        new BroadcastChannel('news').postMessage({ read: story.id });
      });
    },
    methods: {
      back: function () { navigator.pop({ animated: 'true' }, function () {}); },
    },
    render: function (h) {
      return h('div', { staticClass: ['page'] }, [
        h('div', { staticClass: ['back'], on: { click: this.back } }, [h('text', ['back'])]),
        h('text', { staticClass: ['title'] }, [this.title]),
        h('scroller', [h('text', { staticClass: ['text'] }, [this.text])]),
      ]);
    },
    style: {
      page: { width: '750px', paddingTop: '40px', paddingLeft: '32px', paddingRight: '32px' },
      back: { width: '150px', height: '80px' },
      title: { fontSize: '48px', color: '#0d47a1' },
      text: { fontSize: '32px', lineHeight: '48px' },
    },
  });
})();
