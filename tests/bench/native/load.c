/*
 * The clients of a host, as many as are wanted, in one thread with epoll, so that they are not the limit. Each connects, asks, and
 * closes after so many exchanges; then it connects again, until the time is over. Prints as JSON what there was; times are in
 * microseconds. A sample of the replies is checked when all is over: checking takes longer than signing.
 */
#include <arpa/inet.h>
#include <err.h>
#include <errno.h>
#include <getopt.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "clock.h"
#include "frames.h"
#include "signing.h"

enum {
  IN_BYTES = EXCHANGES_MOST * REPLY_BYTES,
  EVENTS_MOST = 1024,
  SAMPLES_MOST = 200,
  SAMPLE_EVERY = 50,
  ERRORS_MOST = 1000,
  GRACE_US = 10000000, /* how long answers are waited for when the time is over */
  ADDRESSES = 250,     /* clients come from so many addresses: one alone would run out of ports */
  MACHINE_ID_AT = 18,
  HARDWARE_AT = 34,
  PRODUCT_AT = 50,
  NONCE_AT = 66,
  NAME_LENGTH_AT = 90,
};

static struct {
  uint16_t port;
  unsigned clients, in_flight, exchanges, machines, name_bytes, pause_us;
  double seconds;
  bool probe;
  uint8_t product[16], host_key[PUBLIC_KEY_BYTES];
} options = {.clients = 1, .in_flight = 1, .exchanges = 1, .machines = 1000, .name_bytes = 24, .seconds = 1};

/* A request that waits for its reply. */
struct exchange {
  uint64_t begun;
  size_t bytes;
  uint8_t request[REQUEST_MOST];
};

struct client {
  int socket; /* -1: none */
  struct in_addr address;
  bool connected;
  uint64_t connecting; /* since when */
  unsigned asked, answered;
  struct exchange exchange[EXCHANGES_MOST]; /* of this connection */
  size_t in_size;
  uint8_t in[IN_BYTES];
};

struct sample {
  struct exchange exchange;
  uint8_t reply[REPLY_BYTES];
};

static struct {
  size_t answers, room;
  uint32_t *latency;
  uint64_t in_time, errors, refused, sent_bytes, received_bytes;
  size_t samples;
  struct sample sample[SAMPLES_MOST];
} seen;

static int epoll;
static uint64_t end;
static unsigned busy; /* clients that are not done */

/* xorshift64 (Marsaglia 2003): the same machines ask in every run. */
static uint64_t next_random(void) {
  static uint64_t state = 88172645463325252u;
  state ^= state << 13;
  state ^= state >> 7;
  return state ^= state << 17;
}

/* Every machine has its number four times over for its identities: four components of hardware. */
static void put_identity(uint8_t *at, uint32_t machine) {
  for (int part = 0; part < 4; part++) put32(at + 4 * part, machine + 1);
}

/* The number, and a domain as long as is wanted. */
static void put_name(uint8_t *at, uint32_t machine) {
  char name[NAME_MOST + 1];
  memset(name, 'x', sizeof name);
  int size = snprintf(name, sizeof name, "pc-%06u.", machine);
  name[size] = 'x';
  memcpy(at, name, options.name_bytes);
}

static void make_request(struct exchange *exchange, uint64_t now) {
  uint8_t *frame = exchange->request;
  uint32_t machine = (uint32_t)(next_random() % options.machines);
  exchange->begun = now;
  exchange->bytes = REQUEST_FIXED + options.name_bytes;
  memset(frame, 0, REQUEST_FIXED);
  put_head(frame, exchange->bytes, TYPE_REQUEST);
  frame[4] = (uint8_t)(FLAG_RENEWAL | (options.probe ? FLAG_PROBE : 0));
  frame[5] = 1; /* licensed */
  put32(frame + 6, 100000);
  put64(frame + 10, (uint64_t)time(NULL));
  put_identity(frame + MACHINE_ID_AT, machine);
  put_identity(frame + HARDWARE_AT, machine);
  memcpy(frame + PRODUCT_AT, options.product, sizeof options.product);
  put64(frame + NONCE_AT, next_random());
  put64(frame + NONCE_AT + 8, next_random());
  frame[NAME_LENGTH_AT] = (uint8_t)options.name_bytes;
  put_name(frame + REQUEST_FIXED, machine);
}

static void connect_client(struct client *client) {
  struct sockaddr_in from = {.sin_family = AF_INET, .sin_addr = client->address};
  struct sockaddr_in to = {
      .sin_family = AF_INET, .sin_port = htons(options.port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  struct epoll_event event = {.events = EPOLLIN | EPOLLOUT | EPOLLET, .data.ptr = client};
  const int on = 1;
  client->connecting = now_us();
  client->socket = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (client->socket < 0) err(1, "socket");
  client->connected = false;
  client->asked = client->answered = 0;
  client->in_size = 0;
  setsockopt(client->socket, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &on, sizeof on);
  setsockopt(client->socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  if (bind(client->socket, (struct sockaddr *)&from, sizeof from) != 0) err(1, "bind");
  if (connect(client->socket, (struct sockaddr *)&to, sizeof to) != 0 && errno != EINPROGRESS) err(1, "connect");
  if (epoll_ctl(epoll, EPOLL_CTL_ADD, client->socket, &event) != 0) err(1, "epoll_ctl");
}

static void close_client(struct client *client) {
  close(client->socket);
  client->socket = -1;
}

static void close_and_go_on(struct client *client) {
  close_client(client);
  if (options.pause_us > 0) usleep(options.pause_us);
  if (now_us() < end) connect_client(client);
  else busy--;
}

static void failed(struct client *client, const char *why) {
  if (seen.errors++ == 0) warnx("a connection failed after %u answers: %s", client->answered, why);
  if (seen.errors == ERRORS_MOST) errx(1, "%d connections failed", ERRORS_MOST);
  close_and_go_on(client);
}

/* As many requests as may be under way, in one write. False where the connection failed. */
static bool ask(struct client *client) {
  uint8_t out[EXCHANGES_MOST * REQUEST_MOST];
  size_t size = 0;
  uint64_t now = now_us();
  while (client->asked < options.exchanges && client->asked - client->answered < options.in_flight) {
    struct exchange *exchange = &client->exchange[client->asked];
    /* What comes first on a connection has waited for it. */
    make_request(exchange, client->answered == 0 ? client->connecting : now);
    memcpy(out + size, exchange->request, exchange->bytes);
    size += exchange->bytes;
    client->asked++;
  }
  seen.sent_bytes += size;
  return size == 0 || send(client->socket, out, size, MSG_NOSIGNAL) == (ssize_t)size;
}

static void keep_latency(uint64_t latency) {
  if (seen.answers == seen.room) {
    seen.room = seen.room == 0 ? 65536 : 2 * seen.room;
    seen.latency = realloc(seen.latency, seen.room * sizeof *seen.latency);
    if (seen.latency == NULL) err(1, "realloc");
  }
  seen.latency[seen.answers++] = (uint32_t)latency;
}

static void keep_answer(const struct exchange *exchange, const uint8_t *reply) {
  uint64_t now = now_us();
  if (now <= end) seen.in_time++;
  if (get32(reply + 4) != 0) seen.refused++;
  if (seen.answers % SAMPLE_EVERY == 0 && seen.samples < SAMPLES_MOST) {
    struct sample *sample = &seen.sample[seen.samples++];
    sample->exchange = *exchange;
    memcpy(sample->reply, reply, REPLY_BYTES);
  }
  keep_latency(now - exchange->begun);
}

/* Takes the whole replies out of a client's buffer. False where there is something else. */
static bool take_replies(struct client *client) {
  size_t at = 0;
  for (; client->in_size - at >= REPLY_BYTES; at += REPLY_BYTES) {
    const uint8_t *reply = client->in + at;
    if (get16(reply) != REPLY_BYTES - 2 || reply[2] != TYPE_REPLY || client->answered == client->asked) return false;
    keep_answer(&client->exchange[client->answered++], reply);
  }
  memmove(client->in, client->in + at, client->in_size - at);
  client->in_size -= at;
  bool is_error = client->in_size >= 3 && client->in[2] != TYPE_REPLY;
  return !is_error;
}

/* When the time is over, no more is asked for. */
static bool is_done(const struct client *client) {
  return client->answered == options.exchanges || (client->answered == client->asked && now_us() >= end);
}

static void read_client(struct client *client) {
  ssize_t size;
  while ((size = recv(client->socket, client->in + client->in_size, IN_BYTES - client->in_size, 0)) > 0) {
    seen.received_bytes += (uint64_t)size;
    client->in_size += (size_t)size;
    if (!take_replies(client)) {
      failed(client, "it brought something that is no reply");
      return;
    }
    if (is_done(client)) {
      close_and_go_on(client);
      return;
    }
    if (now_us() < end && !ask(client)) {
      failed(client, strerror(errno));
      return;
    }
  }
  if (size == 0) failed(client, "the host closed it");
  else if (errno != EAGAIN) failed(client, strerror(errno));
}

static void serve_client(struct client *client, uint32_t events) {
  if (!client->connected && (events & EPOLLOUT) != 0 && (events & (EPOLLERR | EPOLLHUP)) == 0) {
    client->connected = true;
    if (!ask(client)) {
      failed(client, strerror(errno));
      return;
    }
  }
  if ((events & (EPOLLIN | EPOLLERR | EPOLLHUP)) != 0) read_client(client);
}

static void run(struct client *clients) {
  struct epoll_event events[EVENTS_MOST];
  epoll = epoll_create1(EPOLL_CLOEXEC);
  if (epoll < 0) err(1, "epoll");
  end = now_us() + (uint64_t)(options.seconds * 1e6);
  busy = options.clients;
  for (unsigned i = 0; i < options.clients; i++) {
    clients[i].address.s_addr = htonl(0x7f000100u + 1 + i % ADDRESSES); /* 127.0.1.x */
    connect_client(&clients[i]);
  }
  while (busy > 0 && now_us() < end + GRACE_US) {
    int ready = epoll_wait(epoll, events, EVENTS_MOST, 100);
    if (ready < 0 && errno != EINTR) err(1, "epoll_wait");
    for (int i = 0; i < ready; i++) serve_client(events[i].data.ptr, events[i].events);
  }
  seen.errors += busy; /* they were not answered */
}

static unsigned forged(void) {
  unsigned bad = 0;
  for (size_t i = 0; i < seen.samples; i++) {
    const struct sample *sample = &seen.sample[i];
    bool good = memcmp(sample->reply + HOST_KEY_AT, options.host_key, PUBLIC_KEY_BYTES) == 0 &&
                reply_verifies(sample->reply, sample->exchange.request, sample->exchange.bytes, options.host_key);
    if (!good) bad++;
  }
  return bad;
}

static int ascending(const void *a, const void *b) {
  uint32_t one = *(const uint32_t *)a, other = *(const uint32_t *)b;
  return (one > other) - (one < other);
}

/* The latency that this part of the answers kept to. */
static uint32_t quantile(double part) {
  return seen.answers == 0 ? 0 : seen.latency[(size_t)(part * (double)(seen.answers - 1))];
}

static void report(void) {
  if (seen.answers > 0) qsort(seen.latency, seen.answers, sizeof *seen.latency, ascending);
  double exchanges = seen.answers == 0 ? 1 : (double)seen.answers;
  printf("{\"answers\":%zu,\"perSecond\":%.1f,\"p50\":%u,\"p99\":%u,\"max\":%u,", seen.answers,
         (double)seen.in_time / options.seconds, quantile(0.5), quantile(0.99), quantile(1));
  printf("\"errors\":%llu,\"refused\":%llu,\"checked\":%zu,\"forged\":%u,", (unsigned long long)seen.errors,
         (unsigned long long)seen.refused, seen.samples, forged());
  printf("\"bytesSent\":%.1f,\"bytesReceived\":%.1f}\n", (double)seen.sent_bytes / exchanges,
         (double)seen.received_bytes / exchanges);
}

static unsigned number(const char *text, unsigned most) {
  char *rest;
  unsigned long value = strtoul(text, &rest, 10);
  if (*text == '\0' || *rest != '\0' || value > most) errx(2, "not a number up to %u: %s", most, text);
  return (unsigned)value;
}

static void read_hex(const char *text, uint8_t *bytes, size_t size) {
  bool fits = strlen(text) == 2 * size;
  for (size_t i = 0; fits && i < size; i++) fits = sscanf(text + 2 * i, "%2hhx", &bytes[i]) == 1;
  if (!fits) errx(2, "expected %zu hexadecimal digits, got %s", 2 * size, text);
}

static void read_option(int option) {
  switch (option) {
    case 'p': options.port = (uint16_t)number(optarg, UINT16_MAX); break;
    case 'c': options.clients = number(optarg, 10000); break;
    case 'f': options.in_flight = number(optarg, EXCHANGES_MOST); break;
    case 'e': options.exchanges = number(optarg, EXCHANGES_MOST); break;
    case 'm': options.machines = number(optarg, 10000000); break;
    case 'n': options.name_bytes = number(optarg, NAME_MOST); break;
    case 'u': options.pause_us = number(optarg, 1000000); break;
    case 's': options.seconds = number(optarg, 3600000) / 1e3; break;
    case 'b': options.probe = true; break;
    case 'i': read_hex(optarg, options.product, sizeof options.product); break;
    case 'k': read_hex(optarg, options.host_key, sizeof options.host_key); break;
    default: errx(2, "see read_options() in load.c");
  }
}

static void read_options(int argc, char **argv) {
  static const struct option known[] = {
      {"port", required_argument, NULL, 'p'},
      {"clients", required_argument, NULL, 'c'},
      {"in-flight", required_argument, NULL, 'f'}, /* requests of a connection that wait for their replies */
      {"exchanges", required_argument, NULL, 'e'}, /* of a connection */
      {"machines", required_argument, NULL, 'm'},  /* that the clients are, by turns */
      {"name-bytes", required_argument, NULL, 'n'},
      {"pause-us", required_argument, NULL, 'u'}, /* between two connections; all clients rest then */
      {"milliseconds", required_argument, NULL, 's'},
      {"probe", no_argument, NULL, 'b'},
      {"product", required_argument, NULL, 'i'},
      {"host-key", required_argument, NULL, 'k'},
      {NULL, 0, NULL, 0},
  };
  int option;
  while ((option = getopt_long(argc, argv, "", known, NULL)) != -1) read_option(option);
  if (options.port == 0 || options.clients == 0 || options.in_flight == 0 || options.exchanges == 0 ||
      options.machines == 0)
    errx(2, "a port is needed, and of everything one at least");
}

int main(int argc, char **argv) {
  read_options(argc, argv);
  struct client *clients = calloc(options.clients, sizeof *clients);
  if (clients == NULL) err(1, "calloc");
  run(clients);
  report();
  free(clients);
  free(seen.latency);
  return 0;
}
