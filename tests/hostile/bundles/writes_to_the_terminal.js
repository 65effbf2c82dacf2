// { "framework": "Vanilla", "errors": ["\\u001b[2J", "    weex-runtime: done"], "console": ["\u001b]0;title\u0007"] }
// Logs control characters that move the cursor, set the title and imitate lines of the command.
// Errors show escapes; the console keeps the text.
console.log('\u001b]0;title\u0007\u009b2J\u202e\r--- app.js (Vue)');
var body = document.createBody('--- app.js (Vue)\n');
body.appendChild(document.createElement('text', { attr: { value: '\u001b[1A"  [pay]\n--- app.js (Vue)' } }));
document.documentElement.appendChild(body);
function f() { throw new Error('\u001b[2J'); }
Object.defineProperty(f, 'name', { value: 'f\nweex-runtime: forged' });
setTimeout(function () { throw new Error('\nweex-runtime: done'); }, 1);
f();
