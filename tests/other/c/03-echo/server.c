/* Lesson 03: return to every client what it sends, byte for byte. */
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

static void end(int signal) {
    (void)signal;
    _exit(0);
}

static void fail(const char *addr, const char *why) {
    fprintf(stderr, "error: cannot listen on %s: %s\n", addr, why);
    exit(1);
}

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

/* Writes all of it: one call may take a part. */
static int write_all(int connection, const char *bytes, size_t count) {
    while (count > 0) {
        ssize_t written = write(connection, bytes, count);
        if (written < 0 && errno == EINTR) {
            continue;
        }
        if (written < 0) {
            return -1;
        }
        bytes += written;
        count -= (size_t)written;
    }
    return 0;
}

/* Returns what one client sends until it closes its side. */
static void *echo(void *argument) {
    int connection = (int)(intptr_t)argument;
    char buffer[16384];
    for (;;) {
        ssize_t count = read(connection, buffer, sizeof buffer);
        if (count < 0 && errno == EINTR) {
            continue;
        }
        if (count == 0) {
            break;
        }
        if (count < 0 || write_all(connection, buffer, (size_t)count) != 0) {
            fprintf(stderr, "client lost: %s\n", strerror(errno));
            break;
        }
    }
    close(connection);
    return NULL;
}

/* Gives a client a thread of its own. */
static int serve(int connection) {
    pthread_t thread;
    int problem = pthread_create(&thread, NULL, echo, (void *)(intptr_t)connection);
    if (problem != 0) {
        close(connection);
        return problem;
    }
    pthread_detach(thread);
    return 0;
}

int main(int count, char **words) {
    const char *addr = "127.0.0.1:12345";
    for (int i = 1; i < count; i++) {
        if (strcmp(words[i], "--addr") == 0 && i + 1 < count) {
            addr = words[++i];
        } else {
            fprintf(stderr, "error: unknown argument %s\n", words[i]);
            return 2;
        }
    }
    signal(SIGINT, end);
    signal(SIGTERM, end);
    signal(SIGPIPE, SIG_IGN); /* A write to a client that has left is an error like others. */
    int listener = listen_on(addr);
    say_where(listener);
    for (;;) {
        int connection = accept(listener, NULL, NULL);
        int problem = connection < 0 ? errno : serve(connection);
        if (problem != 0) {
            fprintf(stderr, "cannot take a connection: %s\n", strerror(problem));
        }
    }
}
