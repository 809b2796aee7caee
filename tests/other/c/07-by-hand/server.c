/* Lesson 07: a page and a form over HTTP, with requests read as text. */
#include <ctype.h>
#include <errno.h>
#include <netdb.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#define MOST_REQUEST (64 * 1024)
#define MOST_REST (16 * 1024 * 1024)
#define PAGE (8 * MOST_REQUEST)

static const char FORM[] =
    "<form method=\"post\" action=\"/form\">\n"
    "<p><label>Your name: <input name=\"name\" autofocus></label> <button>Send</button></p>\n"
    "</form>";

static long long patience = 10000; /* milliseconds */

/* A connection that is read until a moment. */
struct client {
    int socket;
    long long until;
};

/* A request as text; method, target and fields point into it. */
struct request {
    char text[MOST_REQUEST + 1];
    size_t length;
    char *method, *target, *body;
};

/* What is said in return. */
struct response {
    const char *status, *allow;
    char content[PAGE];
};

static void end(int signal) {
    (void)signal;
    _exit(0);
}

static void fail(const char *addr, const char *why) {
    fprintf(stderr, "error: cannot listen on %s: %s\n", addr, why);
    exit(1);
}

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

static long long now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1000LL + time.tv_nsec / 1000000;
}

/* Reads what comes next, until the moment of the client; 0 at its end, -1 on an error, which is told. */
static ssize_t read_some(struct client *client, char *buffer, size_t size) {
    for (;;) {
        long long left = client->until - now();
        if (left <= 0) {
            errno = ETIMEDOUT;
            return -1;
        }
        struct timeval time = {.tv_sec = left / 1000, .tv_usec = left % 1000 * 1000};
        setsockopt(client->socket, SOL_SOCKET, SO_RCVTIMEO, &time, sizeof time);
        ssize_t count = read(client->socket, buffer, size);
        if (count >= 0 || (errno != EINTR && errno != EAGAIN && errno != EWOULDBLOCK)) {
            return count;
        }
    }
}

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

/* Whether bytes are UTF-8, without a zero, at which C would take the text for ended. */
static int is_text(const char *bytes, size_t count) {
    const unsigned char *at = (const unsigned char *)bytes, *end = at + count;
    while (at < end) {
        int more = *at < 0x80 ? 0 : *at < 0xC2 ? -1 : *at < 0xE0 ? 1 : *at < 0xF0 ? 2 : *at < 0xF5 ? 3 : -1;
        if (more < 0 || end - at <= more || *at == 0) {
            return 0;
        }
        if ((*at == 0xE0 && at[1] < 0xA0) || (*at == 0xED && at[1] > 0x9F) || (*at == 0xF0 && at[1] < 0x90) ||
            (*at == 0xF4 && at[1] > 0x8F)) {
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

/* Reads up to the empty line; returns where it is, or NULL with a reason. */
static char *read_head(struct client *client, struct request *request) {
    for (;;) {
        request->text[request->length] = '\0';
        for (char *at = request->text; at + 4 <= request->text + request->length; at++) {
            if (memcmp(at, "\r\n\r\n", 4) == 0) {
                return at;
            }
        }
        ssize_t count = 0;
        if (request->length < MOST_REQUEST) {
            count = read_some(client, request->text + request->length, MOST_REQUEST - request->length);
        }
        if (count <= 0) {
            errno = count == 0 ? ECONNRESET : errno;
            return NULL;
        }
        request->length += (size_t)count;
    }
}

/* Takes the request line apart; whether it is one. */
static int parse_line(struct request *request, char *line) {
    char *first = strchr(line, ' ');
    char *second = first == NULL ? NULL : strchr(first + 1, ' ');
    if (second == NULL || first == line || second == first + 1 || strncmp(second + 1, "HTTP/1.", 7) != 0 ||
        strlen(second + 1) != strlen("HTTP/1.1") || !isdigit((unsigned char)second[8])) {
        return 0;
    }
    *first = *second = '\0';
    request->method = line;
    request->target = first + 1;
    return 1;
}

/* Content-Length among the fields; 0 without one, -1 where a line is no field or the length no number. */
static long long content_length(char *line) {
    long long length = -2;
    while (line != NULL) {
        char *next = strstr(line, "\r\n");
        if (next != NULL) {
            *next = '\0';
            next += 2;
        }
        char *value = strchr(line, ':');
        if (value == NULL) {
            return -1;
        }
        *value++ = '\0';
        value += strspn(value, " \t");
        size_t digits = strspn(value, "0123456789");
        int is_number = digits > 0 && digits < 18 && value[digits + strspn(value + digits, " \t")] == '\0';
        if (length == -2 && strcasecmp(line, "Content-Length") == 0) {
            length = is_number ? strtoll(value, NULL, 10) : -1;
        }
        line = next;
    }
    return length == -2 ? 0 : length;
}

/* Reads a request: 1 where it is one, 0 where it cannot be understood, -1 where it did not come. */
static int read_request(struct client *client, struct request *request) {
    char *empty_line = read_head(client, request);
    if (empty_line == NULL) {
        return -1;
    }
    request->body = empty_line + 4;
    *empty_line = '\0';
    if (!is_text(request->text, (size_t)(empty_line - request->text))) {
        return 0;
    }
    char *fields = strstr(request->text, "\r\n");
    if (fields != NULL) {
        *fields = '\0';
        fields += 2;
    }
    if (!parse_line(request, request->text)) {
        return 0;
    }
    long long length = content_length(fields);
    if (length < 0) {
        return 0;
    }
    size_t begin = (size_t)(request->body - request->text);
    while ((long long)(request->length - begin) < length) {
        ssize_t count = 0;
        if (request->length < MOST_REQUEST) {
            count = read_some(client, request->text + request->length, MOST_REQUEST - request->length);
        }
        if (count <= 0) {
            errno = count == 0 ? ECONNRESET : errno;
            return -1;
        }
        request->length += (size_t)count;
    }
    request->body[length] = '\0';
    return is_text(request->body, (size_t)length);
}

static int hexadecimal(char digit) {
    return isdigit((unsigned char)digit) ? digit - '0' : tolower((unsigned char)digit) - 'a' + 10;
}

/* Decodes what a form sends, in its place. */
static void decode(char *text) {
    char *to = text;
    for (; *text != '\0'; text++) {
        if (*text == '%' && isxdigit((unsigned char)text[1]) && isxdigit((unsigned char)text[2])) {
            *to++ = (char)(hexadecimal(text[1]) * 16 + hexadecimal(text[2]));
            text += 2;
        } else {
            *to++ = *text == '+' ? ' ' : *text;
        }
    }
    *to = '\0';
}

/* The value of an input in the body of a form, or NULL. */
static char *form_value(char *body, const char *name) {
    while (body != NULL) {
        char *next = strchr(body, '&');
        if (next != NULL) {
            *next++ = '\0';
        }
        char *value = strchr(body, '=');
        if (value != NULL && (size_t)(value - body) == strlen(name) && strncmp(body, name, strlen(name)) == 0) {
            decode(value + 1);
            return value + 1;
        }
        body = next;
    }
    return NULL;
}

/* Adds text to a page so that it is shown and not understood; what is not UTF-8 is shown as U+FFFD. */
static void add_shown(char *page, const char *text) {
    char *at = page + strlen(page), *last = page + PAGE - 64;
    while (*text != '\0' && at < last) {
        size_t count = 1;
        while (count < 4 && text[count] != '\0' && !is_text(text, count)) {
            count++;
        }
        const char *shown = *text == '&'   ? "&amp;"
                            : *text == '<' ? "&lt;"
                            : *text == '>' ? "&gt;"
                            : *text == '"' ? "&quot;"
                                           : NULL;
        if (shown == NULL && is_text(text, count)) {
            at += snprintf(at, 8, "%.*s", (int)count, text);
        } else {
            at += snprintf(at, 8, "%s", shown == NULL ? "\xEF\xBF\xBD" : shown);
            count = 1;
        }
        text += count;
    }
    *at = '\0';
}

static void respond(struct request *request, struct response *response) {
    char path[MOST_REQUEST];
    snprintf(path, sizeof path, "%.*s", (int)strcspn(request->target, "?"), request->target);
    int is_get = strcmp(request->method, "GET") == 0, is_post = strcmp(request->method, "POST") == 0;
    response->status = "200 OK";
    if (strcmp(path, "/") != 0 && strcmp(path, "/form") != 0) {
        response->status = "404 Not Found";
        strcpy(response->content, "<p>There is no such page.</p>");
    } else if (is_get) {
        strcpy(response->content, path[1] == '\0' ? "<p>Hello World. There is <a href=\"/form\">a form</a>.</p>" : FORM);
    } else if (path[1] == '\0' || !is_post) {
        response->status = "405 Method Not Allowed";
        response->allow = path[1] == '\0' ? "GET" : "GET, POST";
        strcpy(response->content, "<p>There is no such method here.</p>");
    } else {
        char *name = form_value(request->body, "name");
        if (name == NULL) {
            response->status = "400 Bad Request";
            strcpy(response->content, "<p>The form has no name in it.</p>");
        } else {
            strcpy(response->content, "<p>Hello, ");
            add_shown(response->content, name);
            strcat(response->content, "!</p>");
        }
    }
}

static int send_response(int connection, struct response *response) {
    char head[1024], begin[512], date[64];
    const char *end_of_page = "</body></html>\n";
    time_t seconds = time(NULL);
    struct tm utc;
    strftime(date, sizeof date, "%a, %d %b %Y %H:%M:%S GMT", gmtime_r(&seconds, &utc));
    snprintf(begin, sizeof begin, "<!DOCTYPE html>\n<html><head><title>%s</title></head>\n<body>", response->status);
    size_t length = strlen(begin) + strlen(response->content) + strlen(end_of_page);
    snprintf(head, sizeof head,
             "HTTP/1.1 %s\r\nConnection: close\r\nDate: %s\r\n%s%s%sContent-Type: text/html; charset=utf-8\r\n"
             "Content-Length: %zu\r\n\r\n",
             response->status, date, response->allow ? "Allow: " : "", response->allow ? response->allow : "",
             response->allow ? "\r\n" : "", length);
    const char *parts[] = {head, begin, response->content, end_of_page};
    for (int i = 0; i < 4; i++) {
        if (write_all(connection, parts[i], strlen(parts[i])) != 0) {
            return -1;
        }
    }
    return 0;
}

/* Says that no more will come, then reads away what the client still sends: a reset would destroy the response. */
static void close_in_stages(struct client *client) {
    char buffer[16384];
    long long rest = MOST_REST;
    ssize_t count;
    shutdown(client->socket, SHUT_WR);
    client->until = now() + patience;
    while (rest > 0 && (count = read_some(client, buffer, sizeof buffer)) > 0) {
        rest -= count;
    }
}

static void *serve(void *argument) {
    struct client client = {.socket = (int)(intptr_t)argument, .until = now() + patience};
    struct request *request = calloc(1, sizeof *request);
    struct response *response = calloc(1, sizeof *response);
    int read = request == NULL || response == NULL ? -1 : read_request(&client, request);
    if (read == 0) {
        response->status = "400 Bad Request";
        strcpy(response->content, "<p>This server cannot read that request.</p>");
    } else if (read > 0) {
        respond(request, response);
    }
    if (read >= 0) {
        if (read == 0) {
            printf("(not understood) %s\n", response->status);
        } else {
            printf("%s %s %s\n", request->method, request->target, response->status);
        }
        fflush(stdout);
    }
    if (read < 0 || send_response(client.socket, response) != 0) {
        fprintf(stderr, "client lost: %s\n", strerror(errno));
    } else {
        close_in_stages(&client);
    }
    close(client.socket);
    free(request);
    free(response);
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
        if (strcmp(words[i], "--addr") == 0 && i + 1 < count) {
            addr = words[++i];
        } else if (strcmp(words[i], "--patience") == 0 && i + 1 < count && strspn(words[i + 1], "0123456789") > 0) {
            patience = atoll(words[++i]);
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
