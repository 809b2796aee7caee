/* Lesson 01: print what one client sends until it closes its side, then end. */
#include <errno.h>
#include <netdb.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static int is_read_once;

static void end(int signal) {
    (void)signal;
    _exit(0);
}

static void fail(const char *addr, const char *why) {
    fprintf(stderr, "error: cannot listen on %s: %s\n", addr, why);
    exit(1);
}

// ANCHOR: listen
/* Opens a socket that listens on HOST:PORT. */
static int listen_on(const char *addr) {
    char host[256];
    const char *colon = strrchr(addr, ':');
    if (colon == NULL || (size_t)(colon - addr) >= sizeof host) {
        fail(addr, "write the address as HOST:PORT");
    }
    size_t length = (size_t)(colon - addr);
    int brackets = length >= 2 && addr[0] == '[' && colon[-1] == ']';
    snprintf(host, sizeof host, "%.*s", (int)length - 2 * brackets, addr + brackets);

    struct addrinfo hints = {.ai_socktype = SOCK_STREAM, .ai_flags = AI_PASSIVE}, *found;
    int problem = getaddrinfo(host, colon + 1, &hints, &found);
    if (problem != 0) {
        fail(addr, gai_strerror(problem));
    }
    int listener = socket(found->ai_family, SOCK_STREAM, 0), yes = 1;
    if (listener < 0 || setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes) != 0 ||
        bind(listener, found->ai_addr, found->ai_addrlen) != 0 || listen(listener, 128) != 0) {
        fail(addr, strerror(errno));
    }
    freeaddrinfo(found);
    return listener;
}
// ANCHOR_END: listen

/* Says where it listens: with port 0 the system has chosen one. */
static void say_where(int listener) {
    struct sockaddr_storage addr;
    socklen_t size = sizeof addr;
    char host[256], port[16];
    if (getsockname(listener, (struct sockaddr *)&addr, &size) != 0 ||
        getnameinfo((struct sockaddr *)&addr, size, host, sizeof host, port, sizeof port,
                    NI_NUMERICHOST | NI_NUMERICSERV) != 0) {
        fail("a socket", "its address is not known");
    }
    fprintf(stderr, strchr(host, ':') ? "listening on [%s]:%s\n" : "listening on %s:%s\n", host, port);
}

/* How many bytes the character has that begins here; 0 where none does in UTF-8. */
static size_t character(const unsigned char *at, size_t left) {
    size_t size = *at < 0x80 ? 1 : *at < 0xC2 ? 0 : *at < 0xE0 ? 2 : *at < 0xF0 ? 3 : *at < 0xF5 ? 4 : 0;
    if (size > left ||
        (size > 2 && ((*at == 0xE0 && at[1] < 0xA0) || (*at == 0xED && at[1] > 0x9F) ||
                      (*at == 0xF0 && at[1] < 0x90) || (*at == 0xF4 && at[1] > 0x8F)))) {
        return 0;
    }
    for (size_t i = 1; i < size; i++) {
        if ((at[i] & 0xC0) != 0x80) {
            return 0;
        }
    }
    return size;
}

/* Prints received bytes; those that are no text as \xNN. */
static void print_text(const char *before, const char *bytes, size_t count) {
    const unsigned char *at = (const unsigned char *)bytes, *end = at + count;
    flockfile(stdout);
    fputs(before, stdout);
    while (at < end) {
        size_t size = character(at, (size_t)(end - at));
        if (size == 0) {
            printf("\\x%02x", *at++);
        } else {
            fwrite(at, 1, size, stdout);
            at += size;
        }
    }
    putchar('\n');
    fflush(stdout);
    funlockfile(stdout);
}

// ANCHOR: receive
/* Reads until the client closes its side; returns how many bytes came, or -1. */
static ssize_t receive(int connection, char **message) {
    size_t size = 0, room = 0;
    for (;;) {
        if (room - size < 1024) {
            room = 2 * room + 4096;
            char *larger = realloc(*message, room);
            if (larger == NULL) {
                return -1;
            }
            *message = larger;
        }
        ssize_t count = read(connection, *message + size, room - size);
        if (count < 0 && errno == EINTR) {
            continue;
        }
        if (count < 0) {
            return -1;
        }
        size += (size_t)count;
        if (count == 0 || is_read_once) {
            return (ssize_t)size;
        }
    }
}
// ANCHOR_END: receive

/* Prints the message of one client; says whether it came to its end. */
static int serve(int connection) {
    char *message = NULL;
    ssize_t size = receive(connection, &message);
    if (size < 0) {
        fprintf(stderr, "client lost: %s\n", strerror(errno));
    } else {
        print_text("server received: ", message, (size_t)size);
    }
    free(message);
    close(connection);
    return size >= 0;
}

static void *serve_in_thread(void *argument) {
    serve((int)(intptr_t)argument);
    return NULL;
}

/* Gives a client a thread of its own. */
static void start(int connection) {
    pthread_t thread;
    int problem = pthread_create(&thread, NULL, serve_in_thread, (void *)(intptr_t)connection);
    if (problem != 0) {
        fprintf(stderr, "cannot take a connection: %s\n", strerror(problem));
        close(connection);
        return;
    }
    pthread_detach(thread);
}

int main(int count, char **words) {
    const char *addr = "127.0.0.1:12345";
    int is_forever = 0;
    for (int i = 1; i < count; i++) {
        if (strcmp(words[i], "--addr") == 0 && i + 1 < count) {
            addr = words[++i];
        } else if (strcmp(words[i], "--forever") == 0) {
            is_forever = 1;
        } else if (strcmp(words[i], "--read-once") == 0) {
            is_read_once = 1;
        } else {
            fprintf(stderr, "error: unknown argument %s\n", words[i]);
            return 2;
        }
    }
    signal(SIGINT, end);
    signal(SIGTERM, end);
    signal(SIGPIPE, SIG_IGN); /* A write that nobody reads is an error like others. */
    int listener = listen_on(addr);
    say_where(listener);
    for (;;) {
        int connection = accept(listener, NULL, NULL);
        if (connection < 0) {
            fprintf(stderr, "cannot take a connection: %s\n", strerror(errno));
        } else if (is_forever) {
            start(connection);
        } else if (serve(connection)) {
            return 0;
        }
    }
}
