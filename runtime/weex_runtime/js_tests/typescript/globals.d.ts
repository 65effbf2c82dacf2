// What a test in JS of weex-runtime finds: `weex-runtime test --types > weex-test.d.ts`.
// describe, it and the matchers of values are Jasmine's (https://jasmine.github.io/api/7.0/global),
// declared here too: @types/jasmine and @types/jest are not to be loaded beside this.

declare namespace WeexTest {
  type Platform = 'documented' | 'android' | 'ios' | 'web';

  /** A list of Python's as it was when it was asked for; `clear()` empties it there. */
  type Live<T> = T & { clear(): void };

  /** The same of a map. */
  interface LiveMap {
    readonly [name: string]: any;
    clear(): void;
  }

  /** A JS error of a page that nobody caught. */
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

  /** A function of the bundle, as the method of a mocked module gets it. */
  interface Callback {
    /** Call the bundle back, once. */
    (data?: any): void;
    /** Call it back, and again later. */
    keepAlive(data?: any): void;
  }

  interface Page {
    /** Open a page, as `openPage` does. */
    goto: typeof openPage;
  }

  /** What a device and `openPage()` take, for the tests of a file or a describe. */
  interface Options extends Omit<RuntimeOptions & PageOptions,
    'location' | 'stack' | 'platform'> {
    /** What `openPage()` opens without a path. */
    bundle?: string;
    platform?: Platform | Platform[];
    /** Python files with native modules, beside the test file or in the rootdir. */
    modules?: string[];
    /** The same with components. */
    components?: string[];
    /** The servers are ones of wss and https, which pages trust. */
    tls?: boolean;
    /** JS errors that nobody caught do not fail the tests. */
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

  /** A test takes nothing, `({ page })` in Playwright's way, or `done` in Jasmine's. */
  type Body = (given: Fixtures & Done) => any;

  interface Done {
    (error?: any): void;
    fail(error?: any): void;
  }

  /** Seconds (not milliseconds) that a test may take; 30 without it. */
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

  /** A table of tests, as Jest has it: rows of values, or a template with the names in its first line. */
  interface Each {
    (table: readonly any[], ...values: any[]): (
      title: string, body: (...row: any[]) => any, timeLimit?: TimeLimit) => void;
  }

  interface It extends DeclareTest {
    /** Of its file only this one; refused where CI is set. */
    only: DeclareTest & { each: Each };
    skip: DeclareTest & { each: Each };
    each: Each;
    todo(title: string): any;
    describe: Describe;
    beforeEach: Hook;
    afterEach: Hook;
    beforeAll: Hook;
    afterAll: Hook;
    /** Options of pages and their device, for the tests of this file or describe. */
    use(options: Options): void;
  }

  interface Describe extends DeclareSuite {
    only: DeclareSuite & { each: Each };
    skip: DeclareSuite & { each: Each };
    each: Each;
  }

  /** What `expect(value)` claims: Jasmine's. */
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

  /** What `expect.poll(function)` claims, in time. */
  type Polled<T> = {
    readonly [K in Exclude<keyof T, 'not' | 'withContext'>]:
      T[K] extends (...args: infer A) => any ? (...args: A) => Promise<void> : never;
  } & { readonly not: Polled<Omit<T, 'not'>> };

  /** What `expectAsync(promise)` claims. */
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

  /** What a value can be claimed: those of pages, locators and sockets wait and are awaited. */
  type Claims<T> = 0 extends 1 & T ? any
    : T extends Page ? PageClaims
    : T extends Locator ? LocatorClaims
    : T extends WebSocket ? WebSocketClaims
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
/** Put functions in the place of a module's methods, for all pages, and see its calls. */
declare function mockModule(
  name: string,
  methods: { [name: string]: (...args: any[]) => any },
): WeexTest.ModuleMock;
/** Take the network of all pages away, or give it back. */
declare function setOffline(offline: boolean): Promise<void>;
/** Ask again after each turn of the loop until it says something true, which is returned. */
declare function waitUntil<T>(
  condition: () => T | Promise<T>,
  options?: { timeout?: number },
): Promise<T>;

/** What a server of WebSockets does with a connection, step by step. */
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
declare function expect<T>(actual: T): WeexTest.Claims<T>;
declare namespace expect {
  /** Asks the function again after each turn of the loop, until the claim holds. */
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

// What other declarations of JS engines have as well, in forms that go beside theirs.

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

