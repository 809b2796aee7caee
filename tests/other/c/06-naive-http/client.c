/* Lesson 06: send a message to a server, and print everything that it replies. */
#include <errno.h>
#include <netdb.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

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

// ANCHOR: exchange
/* Sends the message and reads to the end; returns how many bytes came, with the error that it ended with in `error`. */
static size_t exchange(int connection, const char *message, char **reply, int *error) {
    size_t size = 0, room = 0;
    /* What the server sent before it went is here, even if it did not take the message. */
    *error = write_all(connection, message, strlen(message)) != 0 ? errno : 0;
    for (;;) {
        if (room - size < 1024) {
            room = 2 * room + 4096;
            char *larger = realloc(*reply, room);
            if (larger == NULL) {
                *error = errno;
                return size;
            }
            *reply = larger;
        }
        ssize_t count = read(connection, *reply + size, room - size);
        if (count < 0 && errno == EINTR) {
            continue;
        }
        if (count <= 0) {
            *error = count < 0 ? errno : *error;
            return size;
        }
        size += (size_t)count;
    }
}
// ANCHOR_END: exchange

int main(int count, char **words) {
    const char *addr = "127.0.0.1:12345", *message = NULL;
    int is_get = 0;
    for (int i = 1; i < count; i++) {
        if (strcmp(words[i], "--addr") == 0 && i + 1 < count) {
            addr = words[++i];
        } else if (strcmp(words[i], "--get") == 0) {
            is_get = 1;
        } else if (message == NULL && words[i][0] != '-') {
            message = words[i];
        } else {
            fprintf(stderr, "error: unknown argument %s\n", words[i]);
            return 2;
        }
    }
    if (is_get && message != NULL) {
        fprintf(stderr, "error: --get sends a request instead of the message\n");
        return 2;
    }
    char request[512];
    snprintf(request, sizeof request, "GET / HTTP/1.1\r\nHost: %s\r\n\r\n", addr);
    message = is_get ? request : message == NULL ? "Hello World from client" : message;
    signal(SIGPIPE, SIG_IGN); /* A write to a server that has left is an error like others. */
    int connection = connect_to(addr);
    printf("client sending: %s\n", message);
    fflush(stdout);

    char *reply = NULL;
    int error = 0;
    size_t size = exchange(connection, message, &reply, &error);
    if (size == 0) {
        fprintf(stderr, "error: %s closed the connection without a reply%s%s\n", addr, error == 0 ? "" : ": ",
                error == 0 ? "" : strerror(error));
        return 1;
    }
    print_text("client received: ", reply, size);
    if (error != 0) {
        fprintf(stderr, "the connection broke after these bytes: %s\n", strerror(error));
    }
    free(reply);
    return 0;
}
