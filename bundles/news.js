// { "framework": "Vue" }
// A news reader of two pages: this list is fetched with stream.fetch, a tap opens a story as a second
// page (navigator.push, story.js). The story's page stores that it was read and notifies this page
// over a BroadcastChannel. The server has news.json in the folder of the bundles.
(function () {
  'use strict';
  var stream = weex.requireModule('stream');
  var navigator = weex.requireModule('navigator');
  var storage = weex.requireModule('storage');
  var modal = weex.requireModule('modal');

  new Vue({
    el: 'body',
    data: { stories: [], read: {}, status: 'loading', visits: 0, refreshing: false },
    created: function () {
      var self = this;
      storage.getItem('read', function (answer) {
        if (answer.result === 'success') self.read = JSON.parse(answer.data);
      });
      self.channel = new BroadcastChannel('news');
      self.channel.onmessage = function (event) {
        self.$set(self.read, event.data.read, true);
        storage.setItem('read', JSON.stringify(self.read), function () {});
      };
      self.load();
    },
    methods: {
      load: function () {
        var self = this;
        stream.fetch({ method: 'GET', url: './news.json', type: 'json' }, function (answer) {
          self.refreshing = false;
          if (answer.ok) {
            self.stories = answer.data;
            self.status = answer.data.length + ' stories';
          } else {
            self.status = 'the news could not be loaded: ' + answer.status + ' ' + answer.statusText;
            modal.toast({ message: 'no news', duration: 1 });
          }
        });
      },
      refresh: function () {
        this.refreshing = true;
        this.load();
      },
      open: function (story) {
        navigator.push({ url: 'story.js?id=' + story.id, animated: 'true' }, function () {});
      },
    },
    render: function (h) {
      var self = this;
      return h('div', { staticClass: ['page'], on: { viewappear: function () { self.visits += 1; } } }, [
        h('text', { staticClass: ['title'] }, ['News']),
        h('text', { staticClass: ['status'], attrs: { testId: 'status' } }, [self.status]),
        h('list', { staticClass: ['list'] }, [
          h('refresh', {
            attrs: { display: self.refreshing ? 'show' : 'hide' }, on: { refresh: self.refresh },
          }, [h('loading-indicator')]),
        ].concat(self.stories.map(function (story) {
          return h('cell', { key: story.id, on: { click: function () { self.open(story); } } }, [
            h('text', { staticClass: ['story'] }, [story.title]),
            h('text', { staticClass: ['hint'] }, [self.read[story.id] ? 'read' : 'new']),
          ]);
        }))),
      ]);
    },
    style: {
      page: { width: '750px', paddingTop: '40px', paddingLeft: '32px', paddingRight: '32px' },
      title: { fontSize: '48px', color: '#0d47a1' },
      status: { fontSize: '28px', color: '#757575', marginBottom: '24px' },
      list: { flex: 1 },
      story: { fontSize: '34px', lineHeight: '56px' },
      hint: { fontSize: '24px', color: '#757575' },
    },
  });
})();
