// The chat demo: messages between two users, and failing connections. Servers are real; the clock
// of pages and servers stands still until a test moves it. test_chat.py has the same tests for all
// four platforms.

test.use({
  bundle: 'bundles/chat.js',
  clock: 'virtual',
  platform: ['documented', 'ios'],
});

const JOIN = { type: 'join', name: 'Ada' };
const WELCOME = { type: 'welcome', name: 'Ada' };

// Opens the demo, and returns its fields, buttons and actions by name.
async function openChat(name = 'Ada') {
  const page = await openPage({ config: { url: wsServer.url, name } });
  const tap = (button) => page.getByRole('button', { name: button }).click();
  return {
    page,
    status: page.getByTestId('status'),
    present: page.getByTestId('present'),
    text: page.getByPlaceholder('say something'),
    messages: page.getByRole('listitem'),
    connect: () => tap('connect'),
    leave: () => tap('leave'),
    async say(text) {
      await this.text.fill(text);
      await tap('say');
    },
  };
}

describe('connecting', () => {
  it('joins and is welcomed', async () => {
    wsServer.script(new Script().expect(JOIN).send(WELCOME));
    const chat = await openChat();
    await expect(chat.status).toHaveText('offline');
    await chat.connect();
    await expect(chat.status).toHaveText('online as Ada');
    wsServer.check();
  });

  it('wants a name first', async () => {
    const chat = await openChat('');
    await chat.connect();
    await expect(chat.status).toHaveText('say who you are first');
    expect(chat.page.webSockets).toEqual([]);
  });

  it('opens one socket however often it is asked to', async () => {
    wsServer.chat();
    const chat = await openChat();
    const opened = chat.page.waitForWebSocket();
    await chat.connect();
    await chat.connect();
    await expect(chat.status).toHaveText('online as Ada');
    expect(chat.page.webSockets).toEqual([await opened]);
  });

  it('looks like this before it is online', async () => {
    const chat = await openChat();
    await expect(chat.page).toMatchSnapshot('chat-offline');
  });
});

describe('two users', () => {
  let ada;
  let bob;

  beforeEach(async () => {
    wsServer.chat();
    ada = await openChat('Ada');
    bob = await openChat('Bob');
    for (const chat of [ada, bob]) {
      await chat.connect();
      await expect(chat.status).toContainText('online as');
    }
  });

  it('shows what one says on both screens', async () => {
    await ada.say('hello Bob');
    await expect(bob.messages).toHaveText(['Ada: hello Bob']);
    await bob.text.pressSequentially('hi, Ada\n');
    for (const chat of [ada, bob]) {
      await expect(chat.messages).toHaveText(['Ada: hello Bob', 'Bob: hi, Ada']);
      await expect(chat.text).toHaveValue('');
    }
  });

  it('shows who is there and who left', async () => {
    await expect(ada.present).toHaveText('present: Ada, Bob');
    await ada.leave();
    await expect(bob.present).toHaveText('present: Bob');
    await expect(ada.present).toHaveText('nobody is here');
  });
});

describe('a server that closes or breaks off', () => {
  /** @type {[number, string, string][]} */
  const CLOSES = [
    [1001, 'restarting', '1001 restarting'],
    [1011, 'out of memory', '1011 out of memory'],
    [4000, '', '4000'],
  ];
  for (const [code, reason, shown] of CLOSES) {
    it(`tells ${code} and comes back`, async () => {
      const session = new Script().expect(JOIN).send(WELCOME);
      wsServer.script(new Script().expect(JOIN).send(WELCOME).close(code, reason), session);
      const chat = await openChat();
      await chat.connect();
      await expect(chat.status).toHaveText(`lost the connection (${shown}), next try in 1 s`);
      await clock.runFor(1);
      await expect(chat.status).toHaveText('online as Ada');
      wsServer.check();
    });
  }

  it('stays away from one that sent it away', async () => {
    wsServer.script(new Script().expect(JOIN).close(1008, 'too loud'));
    const chat = await openChat();
    await chat.connect();
    await expect(chat.status).toHaveText('sent away (1008 too loud)');
    await clock.runFor(3600);
    expect(chat.page.webSockets.length).toBe(1);
  });

  it('comes back after a drop', async () => {
    // docs/platforms.md has the code and reason after a connection without a close frame.
    const told = { android: '1000 CLOSE_NORMAL', ios: '1001 Stream end encountered' };
    wsServer.script(
      new Script().expect(JOIN).send(WELCOME).drop(),
      new Script().expect(JOIN).send(WELCOME),
    );
    const chat = await openChat();
    await chat.connect();
    const words = told[weexPlatform] || '1006';
    await expect(chat.status).toHaveText(`lost the connection (${words}), next try in 1 s`);
    await clock.runFor(1);
    await expect(chat.status).toHaveText('online as Ada');
    wsServer.check();
  });

  it('has what was lost with the connection in the field again', async () => {
    const said = { type: 'message', text: 'are you there?' };
    wsServer.script(
      new Script().expect(JOIN).send(WELCOME).expect(said).drop(),
      new Script().expect(JOIN).send(WELCOME).expect(said).send({ ...said, from: 'Ada' }),
    );
    const chat = await openChat();
    await chat.connect();
    await expect(chat.status).toHaveText('online as Ada');
    await chat.say('are you there?');
    await expect(chat.status).toContainText('next try in 1 s');
    await expect(chat.text).toHaveValue('are you there?');
    await clock.runFor(1);
    await expect(chat.status).toHaveText('online as Ada');
    await chat.say('are you there?');
    await expect(chat.messages).toHaveText(['Ada: are you there?']);
    await expect(chat.text).toHaveValue('');
    wsServer.check();
  });

  it('tries less and less often until the server is back', async () => {
    wsServer.chat();
    const chat = await openChat();
    await chat.connect();
    await expect(chat.status).toHaveText('online as Ada');
    wsServer.close();
    for (const pause of [1, 2, 4, 8, 16, 30, 30]) {
      await expect(chat.status).toContainText(`next try in ${pause} s`);
      const tries = chat.page.webSockets.length;
      await clock.runFor(pause - 0.1);
      expect(chat.page.webSockets.length).toBe(tries);
      await clock.runFor(0.1);
      expect(chat.page.webSockets.length).toBe(tries + 1);
      await waitUntil(() => chat.page.webSockets[tries].isClosed);
    }
    wsServer.start();
    await clock.runFor(30);
    await expect(chat.status).toHaveText('online as Ada');
  });
});

describe('a slow server', () => {
  it('is waited for', async () => {
    wsServer.script(new Script().delay(20).accept().expect(JOIN).delay(5).send(WELCOME));
    const chat = await openChat();
    await chat.connect();
    await clock.runFor(24);
    await expect(chat.status).toHaveText('connecting');
    await clock.runFor(1);
    await expect(chat.status).toHaveText('online as Ada');
  });

  it('is given up when it never answers', async () => {
    wsServer.script(
      new Script({ accept: false }).stall(),
      new Script().expect(JOIN).send(WELCOME),
    );
    const chat = await openChat();
    await chat.connect();
    await clock.runFor(30);
    await expect(chat.status).toHaveText('lost the connection (1006), next try in 1 s');
    await clock.runFor(1);
    await expect(chat.status).toHaveText('online as Ada');
  });
});

describe('offline', () => {
  it('is cut off, and comes back online again', async () => {
    wsServer.chat();
    const chat = await openChat();
    await chat.connect();
    await expect(chat.status).toHaveText('online as Ada');
    await setOffline(true);
    await expect(chat.status).toContainText('next try in 1 s');
    await clock.runFor(1);
    await expect(chat.status).toHaveText('lost the connection (1006), next try in 2 s');
    expect(wsServer.connections.length).toBe(1);
    await setOffline(false);
    await clock.runFor(2);
    await expect(chat.status).toHaveText('online as Ada');
  });
});

describe('faults', () => {
  it('drop a connection, and the chat comes back', async () => {
    wsServer.chat();
    const chat = await openChat();
    const drop = chat.page.faults.add(new faults.Drop({ afterMessages: 2 }), { times: 1 });
    await chat.connect();
    await expect(chat.status).toContainText('next try in 1 s');
    await clock.runFor(1);
    await expect(chat.status).toHaveText('online as Ada');
    expect(chat.page.faults.fired.map((fired) => [fired.fault, fired.connection]))
      .toEqual([['drop after 2 messages', 1]]);
    expect(drop.fired).toBe(1);
    drop.remove();
    expect(chat.page.faults.active).toEqual([]);
    expect(() => chat.page.faults.add('dorp')).toThrowError(/did you mean drop/);
  });
});
