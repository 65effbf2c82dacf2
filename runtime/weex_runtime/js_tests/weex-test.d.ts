// Declarations of the API of tests of weex-runtime in JS: `weex-runtime test --types > weex-test.d.ts`.
// describe, it and the matchers of values are Jasmine's (https://jasmine.github.io/api/7.0/global). They are
// declared here too: do not load @types/jasmine or @types/jest beside this file.
// Times are in seconds. A timeout without a value is the page's default, 5 s.

declare namespace WeexTest {
  type Platform = 'documented' | 'android' | 'ios' | 'web';
  type PlatformName = 'android' | 'ios' | 'web';
  type Direction = 'up' | 'down' | 'left' | 'right';
  type State = 'visible' | 'hidden' | 'attached' | 'detached';
  type PermissionState = 'granted' | 'denied' | 'asked';

  /** A whole text, a part of one, or a regular expression. */
  type Text = string | RegExp;
  /** An address, a glob like "**\/list.json", a regular expression, or a predicate. */
  type UrlPattern = string | RegExp | ((url: string) => boolean);
  type LinePattern = string | RegExp | ((line: ConsoleLine) => boolean);
  type Bytes = Uint8Array | ArrayBuffer;
  /** A message of a socket: text or bytes. */
  type Data = string | Uint8Array;
  /** Seconds, or text like "30" or "01:30:00". */
  type Duration = number | string;
  /** A Date, seconds since 1970, or ISO 8601 text. */
  type Moment = number | string | Date;
  type Headers = { [name: string]: string };
  type Methods = { [name: string]: (...args: any[]) => any };
  type Timeout = { timeout?: number };
  type Answer = boolean | string | number;

  /** A copy of a list in Python; `clear()` empties both lists. */
  type Live<T> = T & { clear(): void };
  /** A copy of a map in Python; `clear()` empties both maps. */
  interface LiveMap {
    readonly [name: string]: any;
    clear(): void;
  }

  interface UncaughtError {
    readonly message: string;
    readonly stack: string;
    readonly origin: string;
  }

  /** A call from JS to native. */
  interface NativeCall {
    readonly name: string;
    readonly args: any;
  }

  interface ConsoleLine {
    /** error, warn, info, log, debug or hint. */
    readonly level: string;
    readonly text: string;
  }

  interface Dialog {
    /** "toast", "alert", "confirm", "prompt", "pick", "pickDate", "pickTime" or "permission". */
    readonly kind: string;
    readonly message: string;
    /** The first value of a prompt or picker. */
    readonly default: string;
    /** The title of the button that accepts. */
    readonly ok: string;
    /** The title of the button that dismisses. */
    readonly cancel: string;
    readonly items: string[];
    /** The answer of the test; null for a toast and before the answer. */
    readonly answer: Answer | null;
    /** The text in the empty field of a prompt. */
    readonly placeholder: string;
    /** The first date of a date picker, "yyyy-MM-dd"; "" for none. */
    readonly min: string;
    /** The last date of a date picker, "yyyy-MM-dd"; "" for none. */
    readonly max: string;
  }

  /** A timer, a call on a thread, a socket or a request that may still change the page. */
  interface Busy {
    readonly what?: string;
    readonly id?: string;
    readonly due_in?: number;
    readonly text?: string;
    readonly seconds?: number;
    readonly state?: string;
    readonly url?: string;
    readonly bytes?: number;
  }

  interface WebSocketMessage {
    readonly socket: WebSocket;
    /** True if the bundle sent the message, false if the server did. */
    readonly isSent: boolean;
    readonly data: Data;
  }

  /** A message that arrived at `wsServer`. */
  interface Received {
    /** Index in `wsServer.connections`. */
    readonly connection: number;
    readonly data: Data;
  }

  /** A function of the bundle, as the method of a mocked module gets it. */
  interface Callback {
    /** Call the bundle back, once. */
    (data?: any): void;
    /** Call the bundle back and keep the callback. */
    keepAlive(data?: any): void;
  }

  /** Element conditions of `locator()` and `filter()`. */
  interface Filter {
    hasText?: Text;
    hasNotText?: Text;
    has?: Locator;
    hasNot?: Locator;
  }

  /** Ways to find elements, on a page or inside a locator's elements. */
  interface Finder {
    /** The innermost elements that show a text; values of fields do not count. */
    getByText(text: Text, options?: { exact?: boolean }): Locator;
    getByPlaceholder(text: Text, options?: { exact?: boolean }): Locator;
    /** Elements by the attribute `aria-label` or `accessibilityLabel`. */
    getByLabel(text: Text, options?: { exact?: boolean }): Locator;
    /** Elements by the attribute `testId` or `test-id`. */
    getByTestId(testId: Text): Locator;
    /** Elements by the attribute `role` or `accessibilityRole`, or by type: "textbox", "switch", "img", "link", "list", "listitem", "button". */
    getByRole(role: string, options?: { name?: Text, exact?: boolean }): Locator;
    /** Elements by CSS selector, like `scroller > text.button[testId=connect]`, or by another locator. */
    locator(selector: string | Locator, options?: Filter): Locator;
  }

  /** A Weex instance that `openPage` opened. */
  interface Page extends Finder {
    /** Open a page, as `openPage` does. */
    goto: typeof openPage;
    readonly id: string;
    /** The bundle's name in stack traces. */
    readonly name: string;
    /** The bundleUrl. */
    readonly url: string;
    /** "Vue", "Rax", "Weex" or "Vanilla". */
    readonly framework: string;
    /** The bundle's text. */
    readonly source: string;
    /** True if the page was opened with `source`, not from a file or address. */
    readonly isFromText: boolean;
    /** Width and height of the screen in device pixels. */
    readonly viewport: [number, number];
    /** Width of the screen in page pixels: 750, or the value of `meta.setViewport`. */
    readonly viewportWidth: number;
    /** The fields of the bundle's global `WXEnvironment`. */
    readonly environment: { [name: string]: any };
    readonly runtime: Runtime;
    readonly clock: Clock;
    readonly network: Network;
    /** What the page may reach, and what was refused. */
    readonly access: PageAccess;
    readonly devicePermissions: DevicePermissions;
    /** The pages that `navigator` pushed over each other, with this page among them. */
    readonly stack: PageStack;
    /** The latest 10,000 lines of the console. */
    readonly console: Live<ConsoleLine[]>;
    /** The latest 10,000 uncaught JS errors. */
    readonly errors: Live<UncaughtError[]>;
    /** The latest 10,000 exceptions of modules, components and functions of the test that no caller receives. */
    readonly failures: Live<any[]>;
    /** The latest 10,000 calls from JS to native. */
    readonly nativeCalls: Live<NativeCall[]>;
    /** The latest 10,000 toasts and dialogs. */
    readonly dialogs: Live<Dialog[]>;
    /** Places where the bundle's platform differs from the documentation, with the first warning of each. */
    readonly differences: LiveMap;
    /** The latest 1,000 WebSockets, open and closed, oldest first. */
    readonly webSockets: WebSocket[];
    /** The latest 10,000 messages of all sockets, in order. */
    readonly webSocketMessages: WebSocketMessage[];
    readonly defaultTimeout: number;
    readonly isEnded: boolean;
    /** Answers dialogs: true accepts, false dismisses, a text is typed or picked, a number picks by index;
     *  null leaves dialogs open until answerDialogs. */
    answerDialog: ((dialog: Dialog) => Answer) | null;
    /** Answer the open and next dialogs, in order. */
    answerDialogs(...answers: Answer[]): void;
    setDefaultTimeout(timeout: number): void;
    /** Work that may still change the page without a user: timers, threads, sockets, requests. */
    busy(): Busy[];
    /** The rendered elements as lines of text. */
    outline(): string;
    /** Draw the screen as SVG, or with the extra `png` as PNG; a path's suffix is the type. */
    screenshot(options?: ScreenshotOptions): Bytes;
    /** Print the page and its outline. */
    debug(): void;
    /** Give the page's requests to a handler, until `unroute`. Of several matching routes, the one added last is called. */
    route(url: UrlPattern, handler: (route: Route) => any): void;
    unroute(url: UrlPattern, options?: { handler?: (route: Route) => any }): void;
    /** Give the page's next WebSockets to a handler, until `unrouteWebSocket`. */
    routeWebSocket(url: UrlPattern, handler: (socket: WebSocketRoute) => any): void;
    unrouteWebSocket(url: UrlPattern, options?: { handler?: (socket: WebSocketRoute) => any }): void;
    /** Replace or observe methods of a module. A function whose parameter is named `call` gets a `MockedCall`. */
    mockModule(name: string, methods: Methods): ModuleMock;
    /** Faults of the page's network: `page.faults.add('drop after 3 messages')`. */
    readonly faults: Faults;
    on(event: 'console', listener: (line: ConsoleLine) => any): void;
    on(event: 'pageerror', listener: (error: UncaughtError) => any): void;
    on(event: 'websocket', listener: (socket: WebSocket) => any): void;
    /** The next WebSocket. Call this before the action that opens one; await the result after it. */
    waitForWebSocket(options?: { url?: UrlPattern } & Timeout): Promise<WebSocket>;
    waitForWebSocket(url: UrlPattern, options?: Timeout): Promise<WebSocket>;
    /** The next page that opens over others. Call this before the action that opens one; await the result after it. */
    waitForPage(options?: { url?: UrlPattern } & Timeout): Promise<Page>;
    waitForPage(url: UrlPattern, options?: Timeout): Promise<Page>;
    /** The next line of the console. Call this before the action that writes one; await the result after it. */
    waitForConsoleMessage(options?: { predicate?: LinePattern } & Timeout): Promise<ConsoleLine>;
    waitForConsoleMessage(predicate: LinePattern, options?: Timeout): Promise<ConsoleLine>;
    /** Fire an event on an element by its ref; returns the handler's result. */
    fireEvent(ref: string, event: string, data?: object, options?: { domChanges?: object }): Promise<any>;
    fireGlobalEvent(event: string, data?: any): Promise<void>;
    /** End another app that a module started: `onActivityResult` of the page's modules. */
    activityResult(requestCode: number, resultCode?: number, data?: any): Promise<void>;
    /** Press the device's back button. */
    goBack(options?: Timeout): Promise<void>;
    /** Give the bundle new top-level data (refreshInstance). */
    refresh(data: object): Promise<void>;
    /** End the instance. Its console and elements can still be read. */
    destroy(): Promise<void>;
  }

  /** Elements of one page, searched again at each use. Actions and readings wait until exactly one matches. */
  interface Locator extends Finder {
    readonly page: Page;
    filter(options?: Filter & { visible?: boolean }): Locator;
    first(): Locator;
    last(): Locator;
    /** The element at an index, from 0; from the end if negative. */
    nth(index: number): Locator;
    and(other: Locator): Locator;
    or(other: Locator): Locator;
    all(): Promise<Locator[]>;
    count(): Promise<number>;
    click(options?: Timeout): Promise<void>;
    longPress(options?: Timeout): Promise<void>;
    /** Move a finger fast over the element. */
    swipe(direction: Direction, options?: { distance?: number } & Timeout): Promise<void>;
    /** Move a finger slowly over the element, by page pixels to the right and down. */
    pan(dx: number, dy: number, options?: Timeout): Promise<void>;
    /** Scroll to an offset in page pixels. */
    scrollTo(options?: { x?: number, y?: number, contentSize?: [number, number] } & Timeout): Promise<void>;
    scrollTo(x: number, y: number, options?: { contentSize?: [number, number] } & Timeout): Promise<void>;
    scrollIntoViewIfNeeded(options?: Timeout): Promise<void>;
    pullToRefresh(options?: { distance?: number } & Timeout): Promise<void>;
    pullToLoad(options?: { distance?: number } & Timeout): Promise<void>;
    /** Replace the text of a field. */
    fill(text: string, options?: Timeout): Promise<void>;
    clear(options?: Timeout): Promise<void>;
    /** Press one key: "Enter", "Backspace" or a character. */
    press(key: string, options?: Timeout): Promise<void>;
    /** Type into a field key by key. */
    pressSequentially(text: string, options?: Timeout): Promise<void>;
    focus(options?: Timeout): Promise<void>;
    blur(options?: Timeout): Promise<void>;
    check(options?: Timeout): Promise<void>;
    uncheck(options?: Timeout): Promise<void>;
    /** Fire any event, whether or not the element is visible or enabled. */
    dispatchEvent(event: string, data?: object, options?: Timeout): Promise<any>;
    textContent(options?: Timeout): Promise<string>;
    allTextContents(): Promise<string[]>;
    inputValue(options?: Timeout): Promise<string>;
    getAttribute(name: string, options?: Timeout): Promise<any>;
    getStyle(name: string, options?: Timeout): Promise<any>;
    /** Draw the element as SVG, or with the extra `png` as PNG. */
    screenshot(options?: ScreenshotOptions & Timeout): Promise<Bytes>;
    /** The rectangle on the screen, in page pixels; null for a part of a text. */
    boundingBox(options?: Timeout): Promise<{ x: number, y: number, width: number, height: number } | null>;
    isVisible(): Promise<boolean>;
    isHidden(): Promise<boolean>;
    isChecked(options?: Timeout): Promise<boolean>;
    isEnabled(options?: Timeout): Promise<boolean>;
    isDisabled(options?: Timeout): Promise<boolean>;
    waitFor(options?: { state?: State } & Timeout): Promise<void>;
  }

  /** A WebSocket of a page, from the call that opened it. */
  interface WebSocket {
    readonly page: Page;
    readonly url: string;
    /** The subprotocol that the server chose, or "". */
    readonly protocol: string;
    /** The extensions in use, or "". */
    readonly extensions: string;
    readonly isOpen: boolean;
    readonly isClosed: boolean;
    /** The close code: 1006 without a close frame, null before the end. */
    readonly closeCode: number | null;
    readonly closeReason: string;
    /** Messages that the bundle sent, oldest first. */
    readonly sent: Data[];
    /** Messages from the server, oldest first. */
    readonly received: Data[];
    on(event: 'framesent' | 'framereceived', listener: (data: Data) => any): void;
    on(event: 'socketerror', listener: (cause: string) => any): void;
    on(event: 'open' | 'close', listener: (socket: WebSocket) => any): void;
    /** The server's next message that matches a text, bytes, a regular expression, a JSON value or a predicate. */
    expectMessage(wanted: any, options?: Timeout): Promise<Data>;
  }

  /** The Weex device of the test. */
  interface Runtime {
    readonly clock: Clock;
    readonly hints: boolean;
    readonly strict: boolean;
    /** The SQLite file of module `storage`; null: in memory. */
    readonly storage: string | null;
    readonly network: Network;
    /** Seconds of CPU time for one entry into a page's JS. */
    readonly timeLimit: number;
    /** Bytes that one page's JS may allocate. */
    readonly memoryLimit: number;
    /** 'process' if the JS of each page runs in a process of its own. */
    readonly isolation: Isolation;
    readonly isOffline: boolean;
    readonly isInBackground: boolean;
    readonly devicePermissions: DevicePermissions;
    /** Faults of the network of all pages. */
    readonly faults: Faults;
    /** As `Page.mockModule`, for all pages. */
    mockModule(name: string, methods: Methods): ModuleMock;
    route(url: UrlPattern, handler: (route: Route) => any): void;
    unroute(url: UrlPattern, options?: { handler?: (route: Route) => any }): void;
    routeWebSocket(url: UrlPattern, handler: (socket: WebSocketRoute) => any): void;
    unrouteWebSocket(url: UrlPattern, options?: { handler?: (socket: WebSocketRoute) => any }): void;
    setDefaultTimeout(timeout: number): void;
    /** Replace the beginning of an address for all that pages open from now on. */
    mapUrl(address: string, instead: string): void;
    setOffline(offline: boolean): Promise<void>;
    fireGlobalEvent(event: string, data?: any): Promise<void>;
    /** Run the loop until nothing is queued or due and all data is sent. */
    runUntilIdle(options?: Timeout): Promise<void>;
    background(): Promise<void>;
    foreground(): Promise<void>;
  }

  /** Pages over each other, the first at the bottom. */
  interface PageStack {
    readonly pages: Page[];
    /** Addresses of bundles that are being loaded. */
    readonly opening: string[];
    /** Causes of pages that could not be opened. */
    readonly failures: string[];
    /** The page on the screen; null if none is left. */
    readonly top: Page | null;
    /** Open a page over its opener's. */
    push(opener: Page, url: string): Promise<void>;
    /** Destroy a page; false if it is the only one, which stays. */
    pop(page: Page): Promise<boolean>;
  }

  /** The clock of all pages. Time moves only while JS, threads and sockets are idle. */
  interface Clock {
    readonly hasOwnTime: boolean;
    /** Stop the clock, at a time of day if one is given. */
    install(options?: { time?: Moment }): Promise<void>;
    install(time: Moment): Promise<void>;
    /** Move on; each timer on the way runs at its own time. */
    runFor(duration: Duration): Promise<void>;
    /** Jump ahead; each timer that became due runs once. */
    fastForward(duration: Duration): Promise<void>;
    /** Jump ahead to a time of day and stop there. */
    pauseAt(time: Moment): Promise<void>;
    /** Run with the machine's clock again. */
    resume(): Promise<void>;
    /** Freeze the time of day; timers go on. */
    setFixedTime(time: Moment): Promise<void>;
    /** Change the time of day without effect on timers. */
    setSystemTime(time: Moment): Promise<void>;
    /** Seconds since some fixed moment. */
    now(): number;
    /** Time of day of the pages in seconds since 1970. */
    time(): number;
    /** Time of day of the pages in milliseconds since 1970. */
    timeMs(): number;
  }

  /** A kind of fault, like `new faults.Drop({ afterMessages: 3 })`. */
  interface Fault {
    readonly level: 'connection' | 'message' | 'request';
  }

  interface FaultEvents {
    url?: UrlPattern;
    message?: string | Bytes | RegExp | object | ((message: Data) => boolean);
    /** The n-th message of a connection, or the n-th connection to an address, from 1. */
    number?: number;
    times?: number;
    /** The chance, from 0 to 1, that the fault happens to an event. */
    probability?: number;
    /** The fault happens only between these seconds from now, on the page's clock. */
    between?: [number, number | null];
  }

  interface ActiveFault {
    readonly fault: Fault;
    /** The number of times that the fault has happened. */
    readonly fired: number;
    readonly isRemoved: boolean;
    remove(): void;
  }

  interface FiredFault {
    readonly fault: string;
    readonly page: string;
    readonly url: string;
    readonly connection: number;
    readonly event: number;
    readonly at: number;
  }

  interface UnsupportedFault {
    readonly fault: string;
    readonly url: string;
    readonly reason: string;
  }

  interface Faults {
    add(fault: Fault | string, events?: FaultEvents): ActiveFault;
    remove(fault: Fault | string): void;
    clear(): void;
    readonly active: ActiveFault[];
    readonly fired: FiredFault[];
    readonly unsupported: UnsupportedFault[];
    readonly seed: number;
  }

  type Way = { direction?: 'received' | 'sent' | 'both' };
  type End = Way & { afterBytes?: number, afterMessages?: number, after?: number };

  interface FaultKinds {
    LookupFails: new () => Fault;
    SlowLookup: new (seconds: number) => Fault;
    Refuse: new () => Fault;
    Drop: new (options?: End) => Fault;
    Reset: new (options?: End) => Fault;
    Stall: new (options?: End) => Fault;
    HalfClose: new (options?: End) => Fault;
    Delay: new (seconds: number, options?: Way & { jitter?: number }) => Fault;
    Throttle: new (bytesPerSecond: number, options?: Way) => Fault;
    Slice: new (least: number, most: number, options?: Way) => Fault;
    Duplicate: new (options?: Way) => Fault;
    Reorder: new (options?: Way & { seconds?: number }) => Fault;
    Corrupt: new (options?: Way) => Fault;
    Status: new (code: number) => Fault;
    CutBody: new (options?: { afterBytes?: number }) => Fault;
    SlowBody: new (bytesPerSecond: number) => Fault;
  }

  interface ModuleMock {
    readonly module: string;
    /** The page whose calls are recorded; null: all pages. */
    readonly page: Page | null;
    /** The latest 10,000 calls, replaced or not. */
    readonly calls: MockedCall[];
    undo(): void;
  }

  interface MockedCall {
    readonly page: Page;
    readonly method: string;
    readonly args: any[];
    /** Run the module's own method, with other arguments if given. */
    original(...args: any[]): any;
  }

  interface ContinueOptions {
    url?: string;
    method?: string;
    headers?: Headers;
    postData?: string | Bytes;
  }

  /** A request that waits for the test: end it with `fulfill`, `abort`, `continue` or `fallback`. */
  interface Route {
    readonly request: RoutedRequest;
    readonly page: Page;
    /** Answer the request without a server. */
    fulfill(options?: {
      status?: number, text?: string, json?: any, body?: string | Bytes, contentType?: string,
      headers?: Headers, response?: RoutedResponse,
    }): void;
    /** "failed", "timedout", "connectionrefused", "namenotresolved", "internetdisconnected" and others. */
    abort(error?: string): void;
    /** Send the request to its server, changed if options are given. */
    continue(options?: ContinueOptions): void;
    /** Pass the request to the route that was added before this route, or to the server. */
    fallback(): void;
    /** Get the server's response, for `fulfill({ response })`. */
    fetch(options?: ContinueOptions): RoutedResponse;
  }

  interface RoutedRequest {
    readonly url: string;
    readonly method: string;
    readonly headers: Headers;
    readonly body: Uint8Array | null;
    /** The body as text. */
    readonly postData: string | null;
    /** The body's JSON value. */
    readonly postDataJson: any;
  }

  interface RoutedResponse {
    readonly status: number;
    readonly statusText: string;
    readonly headers: [string, string][];
    readonly body: Uint8Array;
    readonly ok: boolean;
    text(): string;
    json(): any;
  }

  /** One side of a routed socket: the page's, or the server's from `connectToServer`. */
  interface WebSocketRoute {
    readonly url: string;
    readonly page: Page;
    send(message: string | Bytes): void;
    /** Handle each message of this side, instead of passing the message to the other side. */
    onMessage(handler: (message: Data) => any): void;
    /** Handle the close of this side instead of closing the other. */
    onClose(handler: (code: number | null, reason: string) => any): void;
    close(options?: { code?: number, reason?: string }): void;
    close(code: number, reason?: string): void;
    /** Connect to the real server; returns the server's side. */
    connectToServer(): WebSocketRoute;
  }

  interface PageAccess {
    readonly rules: Access;
    readonly isOpen: boolean;
    /** The latest 1,000 hosts and files that the page could not reach. */
    readonly refused: Live<Refusal[]>;
  }

  /** Lists of HOST[:PORT] and of paths; true for everything, false for nothing. */
  interface Access {
    readonly allowNet: boolean | string[] | null;
    readonly denyNet: boolean | string[];
    readonly allowRead: boolean | string[];
    readonly denyRead: boolean | string[];
  }

  interface Refusal {
    readonly kind: 'net' | 'read';
    /** Like "api.example:443", or the path of a file. */
    readonly address: string;
    /** The option that would allow the host or file, or that denies it. */
    readonly flag: string;
    readonly problem: string;
  }

  interface Network {
    readonly caFile: string | null;
    readonly verify: boolean;
    readonly headers: Headers;
    readonly origin: string | null;
    readonly cookies: Headers;
    readonly maxRedirects: number | null;
    readonly proxy: string | null;
    readonly compression: boolean | null;
  }

  interface DevicePermissions {
    [name: string]: PermissionState;
  }

  /** A WebSocket server in a thread of its own. */
  interface WsServer {
    readonly url: string;
    readonly port: number;
    readonly network: Network;
    /** Agree to permessage-deflate (RFC 7692) on the next connections. */
    compression: boolean;
    readonly connections: WsConnection[];
    readonly received: Received[];
    /** Unmet expectations of scripts, and connections without a script. */
    readonly failures: string[];
    /** Play scripts: one for all connections, or one for each. */
    script(...scripts: Script[]): this;
    echo(): this;
    /** A chat room. */
    chat(): this;
    /** Throw if clients did not send the messages that the scripts expect. */
    check(options?: Timeout): void;
    start(): void;
    /** Close each connection with 1001 and stop. */
    close(): void;
    /** Stop without a closing handshake. */
    abort(): void;
  }

  interface WsConnection {
    /** Index in `wsServer.connections`. */
    readonly number: number;
    readonly received: Data[];
    /** Path and query: "/chat?room=1". */
    readonly path: string;
    readonly headers: Headers;
    readonly subprotocol: string | null;
    readonly isOpen: boolean;
    /** The code of the client's close frame: 1005 without a code, 1006 without a frame, null before the end. */
    readonly closeCode: number | null;
    readonly closeReason: string;
  }

  /** Steps of a server on one connection; each method adds a step. */
  interface Script {
    /** Answer the opening handshake now. */
    accept(subprotocol?: string): this;
    /** Refuse the opening handshake with an HTTP status. */
    refuse(status?: number, options?: { headers?: Headers, body?: string | Bytes }): this;
    wrongAcceptKey(): this;
    /** Wait for a message that matches a text, bytes, a regular expression, a JSON value or a predicate. */
    expect(wanted: any): this;
    /** Send text, bytes, or another value as JSON. */
    send(data: any): this;
    /** Write bytes to the TCP connection without a frame. */
    raw(data: Bytes): this;
    delay(time: number): this;
    close(options?: { code?: number, reason?: string }): this;
    close(code: number, reason?: string): this;
    /** End the TCP connection without a close frame. */
    drop(): this;
    /** Reset the TCP connection. */
    reset(): this;
    /** Stop reading and writing. */
    stall(): this;
  }

  /** An HTTP server in a thread of its own. */
  interface HttpServer {
    readonly name: string;
    readonly url: string;
    readonly network: Network;
    readonly requests: HttpRequest[];
    /** Requests without a route. */
    readonly unexpected: HttpRequest[];
    /** Answer a path or glob; the n-th request gets the n-th response. */
    route(method: string, path: Text, ...responses: (HttpResponse | HttpResponseOptions)[]): this;
    /** Throw if a request had no route. */
    check(): void;
    start(): void;
    close(): void;
  }

  interface HttpRequest {
    readonly method: string;
    /** Path and query as sent. */
    readonly target: string;
    readonly path: string;
    readonly query: LiveMap;
    /** Names in lower case. */
    readonly headers: Headers;
    readonly body: Uint8Array;
    readonly text: string;
    json(): any;
  }

  interface HttpResponse {
    readonly status: number;
    readonly headers: Headers;
    readonly json: any;
    readonly text: string | null;
    readonly body: Uint8Array | null;
    readonly content: Uint8Array;
    readonly delay: number;
    readonly dropAfter: number | null;
  }

  interface PageAssertions extends Matchers {
    readonly not: Matchers & { toMatchSnapshot: never, toMatchScreenshot: never };
    /** Compare the element tree with `snapshots/NAME.txt`; without a name, the test's title. */
    toMatchSnapshot(options?: { update?: boolean } & Timeout): Promise<void>;
    toMatchSnapshot(path: string, options?: { update?: boolean } & Timeout): Promise<void>;
    /** Compare the screen with the picture `snapshots/NAME.svg`; without a name, the test's title. */
    toMatchScreenshot(options?: MatchScreenshotOptions & Timeout): Promise<void>;
    toMatchScreenshot(path: string, options?: MatchScreenshotOptions & Timeout): Promise<void>;
  }

  interface LocatorAssertions extends Matchers {
    readonly not: Omit<LocatorAssertions, 'not' | 'toBeEnabled' | 'toBeHidden'> & {
      readonly not: LocatorAssertions, toBeEnabled: never, toBeHidden: never,
    };
    toBeAttached(options?: Timeout): Promise<void>;
    toBeChecked(options?: Timeout): Promise<void>;
    toBeDisabled(options?: Timeout): Promise<void>;
    toBeEmpty(options?: Timeout): Promise<void>;
    toBeEnabled(options?: Timeout): Promise<void>;
    toBeFocused(options?: Timeout): Promise<void>;
    toBeHidden(options?: Timeout): Promise<void>;
    /** The screen shows the element, or at least this part of its area. */
    toBeInViewport(options?: { ratio?: number } & Timeout): Promise<void>;
    toBeVisible(options?: Timeout): Promise<void>;
    /** A part of the text; a list: elements with these parts, in this order. */
    toContainText(expected: Text | Text[], options?: Timeout): Promise<void>;
    toHaveAttribute(name: string, value: any, options?: Timeout): Promise<void>;
    toHaveCount(count: number, options?: Timeout): Promise<void>;
    toHaveStyle(name: string, value: any, options?: Timeout): Promise<void>;
    /** The whole text; a list: one text for each element. */
    toHaveText(expected: Text | Text[], options?: Timeout): Promise<void>;
    toHaveValue(value: Text, options?: Timeout): Promise<void>;
  }

  interface WebSocketAssertions extends Matchers {
    readonly not: WebSocketAssertions;
    toBeClosed(options?: { code?: number, reason?: Text } & Timeout): Promise<void>;
    /** Exactly these messages came from the server, or one message like this. */
    toHaveReceived(messages: any, options?: Timeout): Promise<void>;
    /** The bundle sent exactly these messages, or one message like this. */
    toHaveSent(messages: any, options?: Timeout): Promise<void>;
  }

  type ScriptOptions = { accept?: boolean };
  type HttpResponseOptions = {
    status?: number, headers?: Headers, json?: any, text?: string, body?: Bytes, delay?: number,
    dropAfter?: number,
  };
  type Isolation = 'none' | 'process';
  type MatchScreenshotOptions = { update?: boolean, maxDiffPixels?: number };
  type ScreenshotOptions = { path?: string, type?: 'svg' | 'png', fonts?: string[] };
  type PageOptions = {
    location?: string, source?: string, name?: string, data?: object, config?: object, env?: object,
    viewport?: [number, number], platform?: PlatformName, network?: NetworkOptions,
    polyfills?: string[], websocketAdapter?: string | null, framework?: string, isolation?: Isolation,
    stack?: PageStack,
  };
  type RuntimeOptions = {
    clock?: 'real' | 'virtual', stubs?: string[], polyfills?: string[], platform?: PlatformName,
    hints?: boolean, strict?: boolean, loadImages?: boolean, app?: string, storage?: string,
    network?: NetworkOptions, urlMap?: Headers, access?: AccessOptions,
    websocketAdapter?: string | null, aliases?: Headers, defines?: object, limits?: LimitOptions,
    timeLimit?: number, memoryLimit?: number, isolation?: Isolation,
    faults?: string[], seed?: number | null,
  };
  type LimitOptions = {
    time?: number, turn?: number, overrun?: number, memory?: number, bundle?: number,
    elements?: number, depth?: number, timers?: number, pages?: number, connections?: number,
    workers?: number, fetch?: number, storage?: number, console?: number, calls?: number,
  };
  /** Each value is true for everything, false for nothing, or a list of HOST[:PORT] or paths. */
  type AccessOptions = {
    allowNet?: boolean | string[], denyNet?: boolean | string[], allowRead?: boolean | string[],
    denyRead?: boolean | string[],
  };
  type NetworkOptions = {
    caFile?: string, verify?: boolean, headers?: Headers, origin?: string, cookies?: Headers,
    maxRedirects?: number, proxy?: string, compression?: boolean,
  };

  /** Options of the device and of `openPage()`, for the tests of a file or a describe. */
  interface Options extends Omit<RuntimeOptions & PageOptions,
    'location' | 'stack' | 'platform'> {
    /** The bundle of `openPage()` without a path. */
    bundle?: string;
    platform?: Platform | Platform[];
    /** Python files with native modules, beside the test file or in the rootdir. */
    modules?: string[];
    /** Python files with components. */
    components?: string[];
    /** The servers use wss and https, and pages trust them. */
    tls?: boolean;
    /** Uncaught JS errors do not fail the tests. */
    allowErrors?: boolean;
  }

  interface Fixtures {
    page: Page;
    runtime: Runtime;
    clock: Clock;
    wsServer: WsServer;
    httpServer: HttpServer;
    weexPlatform: Platform;
  }

  /** A test's function takes nothing, `({ page })` as in Playwright, or `done` as in Jasmine. */
  type Body = (given: Fixtures & Done) => any;

  interface Done {
    (error?: any): void;
    fail(error?: any): void;
  }

  /** Seconds that a test may take; default 30. */
  type TimeLimit = number | { timeout: number };

  interface DeclareTest {
    (title: string, body?: Body, timeLimit?: TimeLimit): any;
    (title: string, options: { timeout?: number }, body: Body): any;
  }

  interface DeclareSuite {
    (title: string, body: () => void): any;
  }

  interface Hook {
    (body: Body): void;
  }

  /** A table of tests, as in Jest: rows of values, or a template with names in its first line. */
  interface Each {
    (table: readonly any[], ...values: any[]): (
      title: string, body: (...row: any[]) => any, timeLimit?: TimeLimit) => void;
  }

  interface It extends DeclareTest {
    /** Run only this test of the file; an error in CI. */
    only: DeclareTest & { each: Each };
    skip: DeclareTest & { each: Each };
    each: Each;
    todo(title: string): any;
    describe: Describe;
    beforeEach: Hook;
    afterEach: Hook;
    beforeAll: Hook;
    afterAll: Hook;
    /** Set options of the device and its pages, for the tests of this file or describe. */
    use(options: Options): void;
  }

  interface Describe extends DeclareSuite {
    only: DeclareSuite & { each: Each };
    skip: DeclareSuite & { each: Each };
    each: Each;
  }

  /** Matchers of `expect(value)`, by Jasmine. */
  interface Matchers {
    readonly not: Matchers;
    withContext(message: string): this;
    toBe(expected: any): void;
    toBeCloseTo(expected: number, precision?: number): void;
    toBeDefined(): void;
    toBeFalse(): void;
    toBeFalsy(): void;
    toBeGreaterThan(expected: number): void;
    toBeGreaterThanOrEqual(expected: number): void;
    toBeInstanceOf(expected: Function): void;
    toBeLessThan(expected: number): void;
    toBeLessThanOrEqual(expected: number): void;
    toBeNaN(): void;
    toBeNegativeInfinity(): void;
    toBeNull(): void;
    toBeNullish(): void;
    toBePositiveInfinity(): void;
    toBeTrue(): void;
    toBeTruthy(): void;
    toBeUndefined(): void;
    toContain(expected: any): void;
    toEqual(expected: any): void;
    toHaveBeenCalled(): void;
    toHaveBeenCalledBefore(other: any): void;
    toHaveBeenCalledOnceWith(...args: any[]): void;
    toHaveBeenCalledTimes(count: number): void;
    toHaveBeenCalledWith(...args: any[]): void;
    toHaveNoOtherSpyInteractions(): void;
    toHaveSize(count: number): void;
    toHaveSpyInteractions(): void;
    toMatch(expected: string | RegExp): void;
    toThrow(expected?: any): void;
    toThrowError(message?: string | RegExp): void;
    toThrowError(type: Function, message?: string | RegExp): void;
    toThrowMatching(predicate: (thrown: any) => boolean): void;
    nothing(): void;
  }

  /** Matchers of `expect.poll(function)`. */
  type Polled<T> = {
    readonly [K in Exclude<keyof T, 'not' | 'withContext'>]:
      T[K] extends (...args: infer A) => any ? (...args: A) => Promise<void> : never;
  } & { readonly not: Polled<Omit<T, 'not'>> };

  /** Matchers of `expectAsync(promise)`, by Jasmine. */
  interface AsyncMatchers {
    readonly not: AsyncMatchers;
    readonly already: AsyncMatchers;
    withContext(message: string): this;
    toBePending(): Promise<void>;
    toBeRejected(): Promise<void>;
    toBeRejectedWith(expected: any): Promise<void>;
    toBeRejectedWithError(message?: string | RegExp): Promise<void>;
    toBeRejectedWithError(type: Function, message?: string | RegExp): Promise<void>;
    toBeRejectedWithMatching(predicate: (reason: any) => boolean): Promise<void>;
    toBeResolved(): Promise<void>;
    toBeResolvedTo(expected: any): Promise<void>;
  }

  /** Result of `expect`: assertions about pages, locators and sockets return promises. */
  type Assertions<T> = 0 extends 1 & T ? any
    : T extends Page ? PageAssertions
    : T extends Locator ? LocatorAssertions
    : T extends WebSocket ? WebSocketAssertions
    : Matchers;
}

declare const page: WeexTest.Page;
declare const runtime: WeexTest.Runtime;
declare const clock: WeexTest.Clock;
declare const wsServer: WeexTest.WsServer;
declare const httpServer: WeexTest.HttpServer;
declare const weexPlatform: WeexTest.Platform;

/** Open a page: a bundle's path, relative to the test file, else to the root; or a URL. */
declare function openPage(location?: string, options?: WeexTest.PageOptions): Promise<WeexTest.Page>;
declare function openPage(options: WeexTest.PageOptions): Promise<WeexTest.Page>;
/** The text of a file beside the test or in the root. */
declare function readFile(path: string): string;
/** Replace methods of a module, for all pages, and record its calls. */
declare function mockModule(
  name: string,
  methods: { [name: string]: (...args: any[]) => any },
): WeexTest.ModuleMock;
/** Disconnect all pages from the network, or connect them again. */
declare function setOffline(offline: boolean): Promise<void>;
/** Call the condition after each turn of the loop; returns its first truthy value. */
declare function waitUntil<T>(
  condition: () => T | Promise<T>,
  options?: { timeout?: number },
): Promise<T>;

/** The kinds of faults of the network. */
declare const faults: WeexTest.FaultKinds;
/** Steps of a WebSocket server on a connection. */
declare const Script: { new (options?: WeexTest.ScriptOptions): WeexTest.Script };
declare const HttpResponse: { new (options?: WeexTest.HttpResponseOptions): WeexTest.HttpResponse };

declare const it: WeexTest.It;
declare const test: WeexTest.It;
declare const fit: WeexTest.DeclareTest;
declare const xit: WeexTest.DeclareTest;
declare const describe: WeexTest.Describe;
declare const fdescribe: WeexTest.DeclareSuite;
declare const xdescribe: WeexTest.DeclareSuite;
declare const beforeEach: WeexTest.Hook;
declare const afterEach: WeexTest.Hook;
declare const beforeAll: WeexTest.Hook;
declare const afterAll: WeexTest.Hook;
declare function expect<T>(actual: T): WeexTest.Assertions<T>;
declare namespace expect {
  /** Call the function after each turn of the loop until the matcher holds. */
  function poll(get: () => any, options?: string | { message?: string; timeout?: number }):
    WeexTest.Polled<WeexTest.Matchers>;
}
declare function expectAsync(actual: PromiseLike<any>): WeexTest.AsyncMatchers;
declare function fail(reason?: any): never;
/** Skip the test that runs. */
declare function pending(reason?: string): never;
/** Jasmine's own: createSpy, createSpyObj, any, objectContaining, stringMatching, clock, … */
declare const jasmine: { [name: string]: any };
declare function spyOn(object: any, method: PropertyKey): any;
declare function spyOnProperty(object: any, property: PropertyKey, access?: 'get' | 'set'): any;
declare function spyOnAllFunctions(object: any, includeNonEnumerable?: boolean): any;

// Globals that other engines have too. These declarations are compatible with those of TypeScript's
// libraries.

interface Console {
  error(...parts: any[]): void;
  warn(...parts: any[]): void;
  info(...parts: any[]): void;
  log(...parts: any[]): void;
  debug(...parts: any[]): void;
}
declare var console: Console;
declare function setTimeout(callback: (...args: any[]) => void, delay?: number, ...args: any[]): any;
declare function setInterval(callback: (...args: any[]) => void, delay?: number, ...args: any[]): any;
declare function setImmediate(callback: (...args: any[]) => void, ...args: any[]): any;
declare function clearTimeout(id: any): void;
declare function clearInterval(id: any): void;
declare function clearImmediate(id: any): void;
declare function queueMicrotask(callback: () => void): void;
declare function structuredClone<T>(value: T): T;
declare var global: typeof globalThis;

declare namespace NodeJS {
  interface ProcessEnv {
    [name: string]: string | undefined;
  }
  interface Process {
    env: ProcessEnv;
  }
  interface Require {
    (path: string): any;
  }
  interface Module {
    exports: any;
  }
}
declare var process: NodeJS.Process;
declare var require: NodeJS.Require;
declare var module: NodeJS.Module;
declare var exports: any;
declare var __filename: string;
declare var __dirname: string;

declare module '*.vue' {
  const component: any;
  export default component;
}
