(() => {
    const version = VERSION;
    let stream;
    const look = () => {
        stream?.close();
        stream = undefined;
        // A browser has six connections to a server: pages that nobody sees take none.
        if (document.hidden) return;
        stream = new EventSource("PATH");
        stream.onmessage = (event) => {
            if (Number(event.data) > version) location.reload();
        };
    };
    document.addEventListener("visibilitychange", look);
    addEventListener("pageshow", look);
    addEventListener("pagehide", () => stream?.close());
})();
