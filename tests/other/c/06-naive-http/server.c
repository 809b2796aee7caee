/* Lesson 06: reply with a page to whatever asks; with --repaired as HTTP says. */
#include <errno.h>
#include <netdb.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#define MOST_REQUEST (64 * 1024)
#define MOST_REST (16 * 1024 * 1024)

// ANCHOR: naive
static const char NAIVE[] = "\n"
                            "HTTP/1.1\n"
                            "Content-Type: text/html\n"
                            "\n"
                            "<html>\n"
                            "<body>\n"
                            "<b>Hello World</b>\n"
                            "</body>\n"
                            "</html>\n"
                            "\n";
// ANCHOR_END: naive

static const char *text = "Hello World";
static int is_repaired;
static long long patience = 10000, wait_before; /* milliseconds */

/* A connection that is read until a moment, and no more than so many bytes. */
struct client {
    int socket;
    long long until, most;
};

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

static long long now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1000LL + time.tv_nsec / 1000000;
}

// ANCHOR: read_some
/* Reads what comes next: 0 at the end, or where `most` bytes have come; -1 on an error, and when the time is over. */
static ssize_t read_some(struct client *client, char *buffer, size_t size) {
    size = (long long)size < client->most ? size : (size_t)client->most;
    while (size > 0) {
        long long left = client->until - now();
        if (left <= 0) {
            errno = ETIMEDOUT;
            return -1;
        }
        struct timeval time = {.tv_sec = left / 1000, .tv_usec = left % 1000 * 1000};
        setsockopt(client->socket, SOL_SOCKET, SO_RCVTIMEO, &time, sizeof time);
        ssize_t count = read(client->socket, buffer, size);
        if (count >= 0) {
            client->most -= count;
            return count;
        }
        if (errno != EINTR && errno != EAGAIN && errno != EWOULDBLOCK) {
            return -1;
        }
    }
    return 0;
}
// ANCHOR_END: read_some

// ANCHOR: read_request
/* Reads up to the empty line that ends the head of a request: CR LF, or LF alone. */
static int read_request(struct client *client) {
    char buffer[4096], last = '\0';
    ssize_t count;
    size_t length = 0; /* of the line so far */
    while ((count = read_some(client, buffer, sizeof buffer)) > 0) {
        for (ssize_t i = 0; i < count; i++) {
            if (buffer[i] != '\n') {
                last = buffer[i];
                length++;
            } else if (length == 0 || (length == 1 && last == '\r')) {
                return 0;
            } else {
                length = 0;
            }
        }
    }
    errno = count == 0 ? ECONNRESET : errno;
    return -1;
}
// ANCHOR_END: read_request

// ANCHOR: reply
static int send_reply(int connection) {
    static const char BEGIN[] = "<html>\n<body>\n<b>", END[] = "</b>\n</body>\n</html>\n\n";
    char head[512], date[64];
    time_t seconds = time(NULL);
    struct tm utc;
    strftime(date, sizeof date, "%a, %d %b %Y %H:%M:%S GMT", gmtime_r(&seconds, &utc));
    snprintf(head, sizeof head,
             "HTTP/1.1 200 OK\r\n"
             "Connection: close\r\n"
             "Content-Type: text/html; charset=utf-8\r\n"
             "Content-Length: %zu\r\n"
             "Date: %s\r\n"
             "\r\n",
             strlen(BEGIN) + strlen(text) + strlen(END), date);
    const char *parts[] = {head, BEGIN, text, END};
    for (int i = 0; i < 4; i++) {
        if (write_all(connection, parts[i], strlen(parts[i])) != 0) {
            return -1;
        }
    }
    return 0;
}
// ANCHOR_END: reply

// ANCHOR: close
/* Says that no more will come, then reads away what the client still sends: a reset would destroy the reply. */
static void close_in_stages(int connection) {
    struct client rest = {.socket = connection, .until = now() + patience, .most = MOST_REST};
    char buffer[16384];
    shutdown(connection, SHUT_WR);
    while (read_some(&rest, buffer, sizeof buffer) > 0) {
    }
}
// ANCHOR_END: close

static void *serve(void *argument) {
    int connection = (int)(intptr_t)argument;
    struct timespec before = {.tv_sec = wait_before / 1000, .tv_nsec = wait_before % 1000 * 1000000};
    nanosleep(&before, NULL);
    struct client client = {.socket = connection, .until = now() + patience, .most = MOST_REQUEST};
    int problem = is_repaired ? read_request(&client) != 0 || send_reply(connection) != 0
                              : write_all(connection, NAIVE, strlen(NAIVE)) != 0;
    if (problem) {
        fprintf(stderr, "client lost: %s\n", strerror(errno));
    } else if (is_repaired) {
        close_in_stages(connection);
    }
    close(connection);
    return NULL;
}

static int start(int connection) {
    pthread_t thread;
    int problem = pthread_create(&thread, NULL, serve, (void *)(intptr_t)connection);
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
        int has_value = i + 1 < count, has_number = has_value && strspn(words[i + 1], "0123456789") > 0;
        if (strcmp(words[i], "--addr") == 0 && has_value) {
            addr = words[++i];
        } else if (strcmp(words[i], "--text") == 0 && has_value) {
            text = words[++i];
        } else if (strcmp(words[i], "--patience") == 0 && has_number) {
            patience = atoll(words[++i]);
        } else if (strcmp(words[i], "--wait") == 0 && has_number) {
            wait_before = atoll(words[++i]);
        } else if (strcmp(words[i], "--repaired") == 0) {
            is_repaired = 1;
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
        int problem = connection < 0 ? errno : start(connection);
        if (problem != 0) {
            fprintf(stderr, "cannot take a connection: %s\n", strerror(problem));
        }
    }
}
