/* Lesson 03: send standard input to a server and print what comes back, at the same time. */
#include <errno.h>
#include <netdb.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

static int connection;

/* What the sending thread has to say when it has ended. */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static long long sent;
static int is_done;
static const char *problem;
static int problem_errno;

static void fail(const char *what, int number) {
    fprintf(stderr, "error: %s: %s\n", what, strerror(number));
    exit(1);
}

static void connect_to(const char *addr) {
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
    connection = -1;
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
}

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

static ssize_t read_some(int from, char *buffer, size_t size) {
    ssize_t count;
    do {
        count = read(from, buffer, size);
    } while (count < 0 && errno == EINTR);
    return count;
}

/* Sends standard input to its end, then says to the server that this was all. */
static void *send_input(void *unused) {
    char buffer[16384];
    const char *what = NULL;
    int number = 0;
    for (;;) {
        ssize_t count = read_some(STDIN_FILENO, buffer, sizeof buffer);
        if (count == 0) {
            break;
        }
        if (count < 0 || write_all(connection, buffer, (size_t)count) != 0) {
            number = errno;
            what = count < 0 ? "cannot read standard input" : "cannot send to the server";
            break;
        }
        pthread_mutex_lock(&lock);
        sent += count;
        pthread_mutex_unlock(&lock);
    }
    pthread_mutex_lock(&lock);
    problem = what;
    problem_errno = number;
    is_done = 1;
    pthread_mutex_unlock(&lock);
    shutdown(connection, SHUT_WR);
    return unused;
}

/* Prints what comes until the server closes; returns how much it was. */
static long long receive(void) {
    char buffer[16384];
    long long received = 0;
    for (;;) {
        ssize_t count = read_some(connection, buffer, sizeof buffer);
        if (count < 0) {
            fail("cannot receive from the server", errno);
        }
        if (count == 0) {
            return received;
        }
        if (write_all(STDOUT_FILENO, buffer, (size_t)count) != 0) {
            fail("cannot write to standard output", errno);
        }
        received += count;
    }
}

static void copy_both_ways(void) {
    pthread_t thread;
    int number = pthread_create(&thread, NULL, send_input, NULL);
    if (number != 0) {
        fail("cannot start a thread", number);
    }
    long long received = receive();
    pthread_mutex_lock(&lock);
    if (is_done && problem != NULL) {
        fail(problem, problem_errno);
    }
    if (!is_done) {
        fprintf(stderr, "error: the server closed the connection before the end of the input\n");
        exit(1);
    }
    if (received < sent) {
        fprintf(stderr, "error: the server closed the connection after %lld of %lld bytes\n", received, sent);
        exit(1);
    }
    pthread_mutex_unlock(&lock);
}

/* Sends all of the input before it reads, as many programs do by mistake. */
static void write_first(void) {
    struct timeval second = {.tv_sec = 1};
    char buffer[16384];
    long long written = 0;
    ssize_t count;
    setsockopt(connection, SOL_SOCKET, SO_SNDTIMEO, &second, sizeof second);
    while ((count = read_some(STDIN_FILENO, buffer, sizeof buffer)) > 0) {
        for (ssize_t at = 0; at < count;) {
            ssize_t took = write(connection, buffer + at, (size_t)(count - at));
            if (took < 0 && errno == EINTR) {
                continue;
            }
            if (took < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) {
                fprintf(stderr, "error: stalled after %lld bytes: "
                                "the server waits for us to read, we wait for it to read\n", written);
                exit(1);
            }
            if (took < 0) {
                fail("cannot send to the server", errno);
            }
            at += took;
            written += took;
        }
    }
    if (count < 0) {
        fail("cannot read standard input", errno);
    }
    shutdown(connection, SHUT_WR);
    receive();
}

int main(int count, char **words) {
    const char *addr = "127.0.0.1:12345";
    int is_write_first = 0;
    for (int i = 1; i < count; i++) {
        if (strcmp(words[i], "--addr") == 0 && i + 1 < count) {
            addr = words[++i];
        } else if (strcmp(words[i], "--write-first") == 0) {
            is_write_first = 1;
        } else {
            fprintf(stderr, "error: unknown argument %s\n", words[i]);
            return 2;
        }
    }
    signal(SIGPIPE, SIG_IGN); /* A write that nobody reads is an error like others. */
    connect_to(addr);
    if (is_write_first) {
        write_first();
    } else {
        copy_both_ways();
    }
    return 0;
}
