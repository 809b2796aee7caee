// Node's http asks: first the server with the built-in pages, then one with a folder.
const assert = require('assert');
const http = require('http');
const [pages, folder] = process.argv.slice(1);
const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });

// `send` gets the request and ends it.
function ask(addr, path, options, send = request => request.end()) {
    return new Promise((resolve, reject) => {
        const [host, port] = addr.split(':');
        const request = http.request({ host, port, path, agent, timeout: 20000, ...options });
        request.on('error', reject).on('timeout', () => request.destroy(new Error('silence')));
        request.on('response', response => {
            const pieces = [];
            response.on('data', piece => pieces.push(piece)).on('error', reject);
            response.on('end', () => {
                const { statusCode: status, headers, trailers } = response;
                resolve({ status, headers, trailers, content: Buffer.concat(pieces).toString(), request });
            });
        });
        send(request);
    });
}

async function main() {
    const first = await ask(pages, '/', {});
    assert.equal(first.status, 200);
    assert.equal(Number(first.headers['content-length']), first.content.length);

    // Without a length, Node sends chunks.
    const piece = 'a piece of content\n'.repeat(1000);
    const chunked = await ask(pages, '/echo', { method: 'POST' }, request => {
        for (let number = 0; number < 20; number++) request.write(piece);
        request.end();
    });
    assert.equal(chunked.status, 200);
    assert.equal(chunked.headers['transfer-encoding'], 'chunked');
    assert.ok(chunked.content === piece.repeat(20));
    assert.ok(chunked.request.reusedSocket);

    let continued = false;
    const headers = { 'Expect': '100-continue', 'Content-Length': 5 };
    const later = await ask(pages, '/echo', { method: 'POST', headers }, request => {
        request.on('continue', () => { continued = true; request.end('later'); });
        request.flushHeaders();
    });
    assert.deepEqual([later.status, later.content, continued], [200, 'later', true]);

    const head = await ask(pages, '/', { method: 'HEAD' });
    assert.deepEqual([head.status, head.headers['content-length'], head.content],
        [200, first.headers['content-length'], '']);
    const form = await ask(pages, '/form', { method: 'POST', headers: { 'Content-Type': 'application/x-www-form-urlencoded' } },
        request => request.end(new URLSearchParams({ name: '<Jörg>', message: 'a & b' }).toString()));
    assert.equal(form.status, 200);
    assert.ok(form.content.includes('&lt;Jörg&gt;') && form.content.includes('a &amp; b'));

    const numbers = Array.from({ length: 30000 }, (_, number) => `${number}\n`).join('');
    const whole = await ask(folder, '/numbers.txt', {});
    assert.ok(whole.status === 200 && whole.content === numbers);
    const tag = whole.headers.etag;
    const part = await ask(folder, '/numbers.txt', { headers: { 'Range': 'bytes=10-19', 'If-Range': tag } });
    assert.deepEqual([part.status, part.content, part.headers['content-range']],
        [206, numbers.slice(10, 20), 'bytes 10-19/168890']);
    const kept = await ask(folder, '/numbers.txt', { headers: { 'If-None-Match': tag } });
    assert.deepEqual([kept.status, kept.content], [304, '']);
    const over = await ask(folder, '/numbers.txt', { headers: { 'Range': 'bytes=999999-' } });
    assert.deepEqual([over.status, over.headers['content-range']], [416, 'bytes */168890']);
    const length = await ask(folder, '/numbers.txt', { method: 'HEAD' });
    assert.deepEqual([length.status, length.headers['content-length'], length.content], [200, '168890', '']);
    assert.ok(length.request.reusedSocket);
    agent.destroy();
}

main().catch(error => { console.error(error); process.exit(1); });
