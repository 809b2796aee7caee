/* Lesson 01: send one message to a server. */
#include <errno.h>
#include <netdb.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

// ANCHOR: connect
static int connect_to(const char *addr) {
    char host[256];
    const char *colon = strrchr(addr, ':');
    if (colon == NULL || (size_t)(colon - addr) >= sizeof host) {
        fprintf(stderr, "error: cannot connect to %s: write the address as HOST:PORT\n", addr);
        exit(1);
    }
    size_t length = (size_t)(colon - addr);
    int brackets = length >= 2 && addr[0] == '[' && colon[-1] == ']';
    snprintf(host, sizeof host, "%.*s", (int)length - 2 * brackets, addr + brackets);

    struct addrinfo hints = {.ai_socktype = SOCK_STREAM}, *found, *one;
    int not_found = getaddrinfo(host, colon + 1, &hints, &found);
    if (not_found != 0) {
        fprintf(stderr, "error: cannot connect to %s: %s\n", addr, gai_strerror(not_found));
        exit(1);
    }
    int connection = -1;
    for (one = found; one != NULL && connection < 0; one = one->ai_next) {
        connection = socket(one->ai_family, SOCK_STREAM, 0);
        if (connection >= 0 && connect(connection, one->ai_addr, one->ai_addrlen) != 0) {
            int number = errno;
            close(connection);
            errno = number;
            connection = -1;
        }
    }
    if (connection < 0) {
        fprintf(stderr, "error: cannot connect to %s: %s\n", addr, strerror(errno));
        exit(1);
    }
    freeaddrinfo(found);
    return connection;
}
// ANCHOR_END: connect

// ANCHOR: write_all
/* Writes all of it: one call may take a part, and a signal may break it off. */
static int write_all(int to, const char *bytes, size_t count) {
    while (count > 0) {
        ssize_t written = write(to, bytes, count);
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
// ANCHOR_END: write_all

int main(int count, char **words) {
    const char *addr = "127.0.0.1:12345", *message = NULL;
    for (int i = 1; i < count; i++) {
        if (strcmp(words[i], "--addr") == 0 && i + 1 < count) {
            addr = words[++i];
        } else if (message == NULL && words[i][0] != '-') {
            message = words[i];
        } else {
            fprintf(stderr, "error: unknown argument %s\n", words[i]);
            return 2;
        }
    }
    message = message == NULL ? "Hello World from client" : message;
    // ANCHOR: send
    signal(SIGPIPE, SIG_IGN); /* A write to a server that has left is an error like others. */
    int connection = connect_to(addr);
    printf("client sending: %s\n", message);
    fflush(stdout);
    if (write_all(connection, message, strlen(message)) != 0 || shutdown(connection, SHUT_WR) != 0) {
        fprintf(stderr, "error: cannot send to %s: %s\n", addr, strerror(errno));
        return 1;
    }
    close(connection);
    return 0;
    // ANCHOR_END: send
}
