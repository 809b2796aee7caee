/* Lesson 07: ask for a URL, or send a form to it, and print the response. */
#include <ctype.h>
#include <errno.h>
#include <netdb.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#define PATIENCE 30
#define MOST (64 * 1024 * 1024)

/* A text or bytes of any length. */
struct text {
    char *bytes;
    size_t length, room;
};

static char addr[600]; /* of the server, for messages */

static void fail(const char *what, const char *why) {
    fprintf(stderr, "error: %s %s%s%s\n", what, addr, why ? ": " : "", why ? why : "");
    exit(1);
}

/* Adds bytes, and a zero after them that does not count. */
static void add(struct text *text, const char *bytes, size_t count) {
    if (text->length + count + 1 > text->room) {
        text->room = 2 * (text->length + count + 1);
        text->bytes = realloc(text->bytes, text->room);
        if (text->bytes == NULL) {
            fail("no memory for the response of", NULL);
        }
    }
    memcpy(text->bytes + text->length, bytes, count);
    text->length += count;
    text->bytes[text->length] = '\0';
}

static void add_text(struct text *text, const char *more) {
    add(text, more, strlen(more));
}

/* A form sends letters, digits and *-._ as they are, a space as +, and other bytes as %XX. */
static void add_encoded(struct text *text, const char *from, size_t count) {
    for (; count > 0; from++, count--) {
        char code[4] = {*from, '\0', '\0', '\0'};
        if (*from == ' ') {
            code[0] = '+';
        } else if ((unsigned char)*from >= 0x80 || (!isalnum((unsigned char)*from) && strchr("*-._", *from) == NULL)) {
            snprintf(code, sizeof code, "%%%02X", (unsigned)(unsigned char)*from);
        }
        add_text(text, code);
    }
}

static int connect_to(const char *host, const char *port) {
    struct addrinfo hints = {.ai_socktype = SOCK_STREAM}, *found, *one;
    int problem = getaddrinfo(host, port, &hints, &found), connection = -1;
    if (problem != 0) {
        fail("cannot connect to", gai_strerror(problem));
    }
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
        fail("cannot connect to", strerror(errno));
    }
    freeaddrinfo(found);
    return connection;
}

/* The number of the error, or 0. */
static int send_all(int connection, struct text *request) {
    for (size_t at = 0; at < request->length;) {
        ssize_t written = write(connection, request->bytes + at, request->length - at);
        if (written < 0 && errno != EINTR) {
            return errno;
        }
        at += written > 0 ? (size_t)written : 0;
    }
    return 0;
}

/* Everything that comes until the connection ends; the number of the error it ended with, or 0. */
static int receive(int connection, struct text *came) {
    char piece[65536];
    time_t until = time(NULL) + PATIENCE;
    while (came->length < MOST) {
        time_t left = until - time(NULL);
        if (left <= 0) {
            return ETIMEDOUT;
        }
        struct timeval limit = {.tv_sec = left};
        setsockopt(connection, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
        ssize_t count = read(connection, piece, sizeof piece);
        if (count == 0) {
            return 0;
        }
        if (count > 0) {
            add(came, piece, (size_t)count);
        } else if (errno != EINTR && errno != EAGAIN && errno != EWOULDBLOCK) {
            return errno;
        }
    }
    return 0;
}

/* Whether bytes are UTF-8. */
static int is_text(const char *bytes, size_t count) {
    const unsigned char *at = (const unsigned char *)bytes, *end = at + count;
    while (at < end) {
        int more = *at < 0x80 ? 0 : *at < 0xC2 ? -1 : *at < 0xE0 ? 1 : *at < 0xF0 ? 2 : *at < 0xF5 ? 3 : -1;
        if (more < 0 || end - at <= more) {
            return 0;
        }
        for (at++; more > 0; more--, at++) {
            if ((*at & 0xC0) != 0x80) {
                return 0;
            }
        }
    }
    return 1;
}

/* Where the head ends; the program ends where there is none. */
static size_t end_of_head(struct text *came) {
    if (came->length == 0) {
        fail("no response came from", "it closed the connection without a word");
    }
    for (size_t at = 0; at + 4 <= came->length; at++) {
        if (memcmp(came->bytes + at, "\r\n\r\n", 4) == 0) {
            if (strncmp(came->bytes, "HTTP/1.", 7) != 0 || !is_text(came->bytes, at)) {
                break;
            }
            return at;
        }
    }
    fail("no good response came from", NULL);
    return 0;
}

/* Ends the program where fewer bytes came than Content-Length says. */
static void check_whole(char *head, size_t body) {
    for (char *line = strstr(head, "\r\n"); line != NULL; line = strstr(line, "\r\n")) {
        line += 2;
        if (strncasecmp(line, "Content-Length:", 15) == 0) {
            char *value = line + 15 + strspn(line + 15, " \t"), *end;
            errno = 0;
            unsigned long long length = strtoull(value, &end, 10);
            end += strspn(end, " \t");
            if (!isdigit((unsigned char)*value) || errno != 0 || (*end != '\r' && *end != '\0') || body < length) {
                fail("the response is not whole that came from", NULL);
            }
            return;
        }
    }
}

static void print(struct text *came, size_t head) {
    for (size_t at = 0; at < head; at++) {
        if (came->bytes[at] != '\r' || at + 1 == head || came->bytes[at + 1] != '\n') {
            putchar(came->bytes[at]);
        }
    }
    fputs("\n\n", stdout);
    fwrite(came->bytes + head + 4, 1, came->length - head - 4, stdout);
    fflush(stdout);
}

int main(int count, char **words) {
    const char *url = NULL;
    struct text form = {0}, request = {0}, came = {0};
    for (int i = 1; i < count; i++) {
        char *equals;
        if (strcmp(words[i], "--form") == 0 && i + 1 < count && (equals = strchr(words[i + 1], '=')) != NULL) {
            i++;
            add_text(&form, form.length > 0 ? "&" : "");
            add_encoded(&form, words[i], (size_t)(equals - words[i]));
            add_text(&form, "=");
            add_encoded(&form, equals + 1, strlen(equals + 1));
        } else if (words[i][0] != '-' && url == NULL) {
            url = words[i];
        } else {
            fprintf(stderr, "error: unknown argument %s\n", words[i]);
            return 2;
        }
    }
    if (url == NULL) {
        fprintf(stderr, "error: the URL to ask for is missing\n");
        return 2;
    }
    if (strncmp(url, "http://", 7) != 0) {
        fprintf(stderr, "error: %s is not a URL of http\n", url);
        return 1;
    }
    char authority[300], host[300], port[16] = "80";
    snprintf(authority, sizeof authority, "%.*s", (int)strcspn(url + 7, "/#"), url + 7);
    const char *path = url + 7 + strcspn(url + 7, "/#"), *colon = strrchr(authority, ':');
    int has_port = colon != NULL && strchr(colon, ']') == NULL;
    int brackets = authority[0] == '[';
    size_t length = has_port ? (size_t)(colon - authority) : strlen(authority);
    snprintf(host, sizeof host, "%.*s", (int)length - 2 * brackets, authority + brackets);
    if (has_port) {
        snprintf(port, sizeof port, "%s", colon + 1);
    }
    snprintf(addr, sizeof addr, "%s%s", authority, has_port ? "" : ":80");

    signal(SIGPIPE, SIG_IGN);
    int connection = connect_to(host, port);
    add_text(&request, form.length > 0 ? "POST " : "GET ");
    add_text(&request, *path == '/' ? "" : "/");
    add(&request, path, *path == '/' ? strcspn(path, "#") : 0);
    add_text(&request, " HTTP/1.1\r\nHost: ");
    add_text(&request, authority);
    add_text(&request, "\r\nConnection: close\r\n");
    if (form.length > 0) {
        char field[64];
        snprintf(field, sizeof field, "Content-Length: %zu\r\n", form.length);
        add_text(&request, "Content-Type: application/x-www-form-urlencoded\r\n");
        add_text(&request, field);
    }
    add_text(&request, "\r\n");
    add(&request, form.length > 0 ? form.bytes : "", form.length);
    /* A server that has gone may have replied before: read all the same. */
    int not_sent = send_all(connection, &request), broke = receive(connection, &came);
    int problem = broke != 0 ? broke : not_sent;
    if (problem != 0 && came.length == 0) {
        fail("the connection broke to", strerror(problem));
    }
    size_t head = end_of_head(&came);
    print(&came, head);
    if (problem != 0) {
        fail("the connection broke to", strerror(problem));
    }
    came.bytes[head] = '\0';
    check_whole(came.bytes, came.length - head - 4);
    return 0;
}
