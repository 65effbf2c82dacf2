// The news demo: a list that is loaded over HTTP, and a page for each story.

test.use({ platform: ['documented', 'android'] });

const STORIES = [
  { id: 7, title: 'Water found', text: 'In the well.' },
  { id: 8, title: 'Bridge opens', text: 'At last.' },
];

let rows;
let status;

async function openNews() {
  await openPage(`${httpServer.url}news.js`);
  status = page.getByTestId('status');
  rows = page.getByRole('listitem');
  return page;
}

// Taps a story in the list, and returns the page that opens.
async function openStory(news, title) {
  const opened = news.waitForPage('**/story.js?id=*');
  await news.getByText(title).click();
  return opened;
}

beforeEach(() => {
  for (const name of ['news.js', 'story.js']) {
    httpServer.route('GET', `/${name}`, { text: readFile(`bundles/${name}`) });
  }
  httpServer.route('GET', '/news.json', { json: STORIES });
});

it('lists the stories of the server', async () => {
  await openNews();
  await expect(status).toHaveText('2 stories');
  await expect(rows).toHaveText(['Water found new', 'Bridge opens new']);
  httpServer.check();
});

it('opens a story at a tap, and returns from it', async () => {
  const news = await openNews();
  const story = await openStory(news, 'Bridge opens');
  expect(story.url).toMatch(/\/story\.js\?id=8$/);
  await expect(story.getByText('At last.')).toBeVisible();
  await story.getByText('back').click();
  await expect(rows).toHaveText(['Water found new', 'Bridge opens read']);
  expect(news.stack.pages).toEqual([news]);
});

it('is left with the back button of the device too', async () => {
  const news = await openNews();
  expect(await news.stack.pop(await openStory(news, 'Bridge opens'))).toBe(true);
  expect(news.stack.pages).toEqual([news]);
});

it('is loaded anew when the list is pulled down', async () => {
  const news = await openNews();
  await expect(rows).toHaveCount(2);
  const held = [];
  news.route('**/news.json', (route) => { held.push(route); });
  await news.getByRole('list').pullToRefresh();
  await expect(news.locator('refresh')).toHaveAttribute('display', 'show');
  await waitUntil(() => held.length);
  held[0].fulfill({ json: [...STORIES, { id: 9, title: 'Rain', text: 'All day.' }] });
  await expect(rows.last()).toHaveText('Rain new');
  await expect(news.locator('refresh')).toHaveAttribute('display', 'hide');
});

/** @type {[string, WeexTest.HttpResponseOptions, string][]} */
const FAILURES = [
  ['is not found', { status: 404 }, '404 Not Found'],
  ['fails', { status: 500, text: 'oops' }, '500 Internal Server Error'],
  ['breaks off', { json: STORIES, dropAfter: 9 }, '-1'],
];
for (const [what, response, shown] of FAILURES) {
  it(`says so when the list ${what}`, async () => {
    httpServer.route('GET', '/news.json', response);
    const modal = mockModule('modal', {});
    await openNews();
    await expect(status).toContainText(`could not be loaded: ${shown}`);
    expect(modal.calls.map((call) => [call.method, call.args[0].message])).toEqual([
      ['toast', 'no news'],
    ]);
  });
}

it('has no news offline, and gets them when it is online again', async () => {
  await setOffline(true);
  await openNews();
  await expect(status).toContainText('could not be loaded');
  await setOffline(false);
  await page.getByRole('list').pullToRefresh();
  await expect(status).toHaveText('2 stories');
});
