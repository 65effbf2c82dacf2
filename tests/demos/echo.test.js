// The echo demo: a line for each handler of the module `webSocket`. The bundle assigns the
// handlers, which works on the web and without a platform, but not on Android and iOS.

test.use({ bundle: 'bundles/echo.js' });

async function openEcho() {
  await openPage({ config: { url: wsServer.url } });
  return {
    tap: (button) => page.getByRole('button', { name: button, exact: true }).click(),
    line: (handler) => page.getByTestId(handler),
  };
}

describe('on devices that keep assigned handlers', () => {
  test.use({ platform: ['documented', 'web'] });

  for (const text of ['hello', '', 'héllo 😀', 'x'.repeat(100000)]) {
    it(`gets back ${JSON.stringify(text.slice(0, 10))} as it was sent`, async () => {
      wsServer.echo();
      const echo = await openEcho();
      await echo.tap('connect');
      await expect(echo.line('onopen')).toHaveText('onopen: open');
      await page.getByPlaceholder('message').fill(text);
      await echo.tap('send');
      expect(await page.webSockets[0].expectMessage(text)).toBe(text);
      await expect(echo.line('onmessage')).toHaveText(`onmessage: "${text}"`);
      expect(wsServer.received).toEqual([{ connection: 0, data: text }]);
    });
  }

  it('gets back binary data as binary data', async () => {
    wsServer.echo();
    const echo = await openEcho();
    await echo.tap('connect');
    await expect(echo.line('state')).toHaveText('connected');
    await echo.tap('send binary');
    await expect(echo.line('onmessage')).toHaveText('onmessage: binary, 4 bytes');
    await expect(page.webSockets[0]).toHaveSent([new Uint8Array([87, 69, 69, 88])]);
  });

  it('shows why the server closed', async () => {
    wsServer.script(new Script().close(4001, 'full'));
    const echo = await openEcho();
    await echo.tap('connect');
    await expect(echo.line('onclose')).toHaveText('onclose: closed 4001 full clean');
  });

  it('shows that nobody is there', async () => {
    const echo = await openEcho();
    wsServer.close();
    await echo.tap('connect');
    await expect(echo.line('onerror')).toContainText(/failed|refused/);
    await expect(echo.line('onclose')).toHaveText('onclose: closed 1006 not clean');
  });
});

describe('on devices that do not call assigned handlers', () => {
  test.use({ platform: ['android', 'ios'] });

  it('is told so, and hears nothing', async () => {
    const echo = await openEcho();
    await echo.tap('connect');
    const told = Object.values(page.differences).filter((text) => /was assigned/.test(text));
    expect(told).toEqual([jasmine.stringMatching(/write webSocket.onopen\(handler\)/)]);
    await expect(echo.line('state')).toContainText('connecting to');
    page.differences.clear(); // the test expects these differences between platforms
  });
});
