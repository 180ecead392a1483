/*
 * What a host does at the least, and nothing more: takes the protocol's frames, keeps each request in a journal that is synced before
 * its reply is signed, and answers. One thread, epoll; what comes in together is synced together (group commit). It knows no machines,
 * no products and no rules: everybody is activated.
 *
 * reference LIBRARY IDENTITY JOURNAL: LIBRARY signs (libcrypto or libsodium); IDENTITY is a file of a host key's seed (32 bytes) and
 * its certificate (132); JOURNAL is appended to. Prints the port on 127.0.0.1 that it took.
 */
#include <arpa/inet.h>
#include <err.h>
#include <errno.h>
#include <fcntl.h>
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
  BACKLOG = 4096,
  EVENTS_MOST = 1024,
  IN_BYTES = EXCHANGES_MOST * FRAME_MOST,
  OUT_BYTES = EXCHANGES_MOST * REPLY_BYTES + ERROR_BYTES,
  BATCH_MOST = EVENTS_MOST * EXCHANGES_MOST,
  RECORD_HEAD = 12, /* time and sequence */
  RECORD_MOST = RECORD_HEAD + REQUEST_MOST,
};

struct connection {
  int socket;
  uint64_t opened;
  struct connection *older, *newer;
  unsigned exchanges;
  bool broken; /* it sent something that is no request */
  size_t in_size, out_size;
  uint8_t in[IN_BYTES], out[OUT_BYTES];
};

/* A request in the journal that waits for its sync. */
struct request {
  struct connection *from;
  const uint8_t *frame; /* in the journal's buffer */
  size_t bytes;
  uint32_t sequence;
};

/* What one turn of the loop took in. */
static struct {
  size_t requests, connections, journal_bytes;
  struct request request[BATCH_MOST];
  struct connection *connection[EVENTS_MOST];
  uint8_t journal[BATCH_MOST * RECORD_MOST];
} batch;

static struct connection *oldest, *newest;
static uint8_t certificate[CERTIFICATE_BYTES];
static uint32_t last_sequence;

static int opened_or_exit(int descriptor, const char *what) {
  if (descriptor < 0) err(1, "%s", what);
  return descriptor;
}

static struct signer read_identity(const char *library, const char *path) {
  uint8_t seed[SEED_BYTES];
  int file = opened_or_exit(open(path, O_RDONLY | O_CLOEXEC), path);
  if (read(file, seed, sizeof seed) != sizeof seed || read(file, certificate, sizeof certificate) != sizeof certificate)
    errx(1, "%s holds no seed and certificate", path);
  close(file);
  return open_signer(library, seed);
}

static int listen_on_loopback(void) {
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  socklen_t size = sizeof address;
  int listener = opened_or_exit(socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0), "socket");
  if (bind(listener, (struct sockaddr *)&address, size) != 0 || listen(listener, BACKLOG) != 0 ||
      getsockname(listener, (struct sockaddr *)&address, &size) != 0)
    err(1, "listen");
  printf("%u\n", ntohs(address.sin_port));
  fflush(stdout);
  return listener;
}

static void watch(int epoll, int socket, struct connection *connection) {
  struct epoll_event event = {.events = EPOLLIN, .data.ptr = connection};
  if (epoll_ctl(epoll, EPOLL_CTL_ADD, socket, &event) != 0) err(1, "epoll_ctl");
}

static void open_connection(int epoll, int socket) {
  struct connection *connection = malloc(sizeof *connection);
  if (connection == NULL) err(1, "malloc");
  /* The buffers need not be cleared, which would take longer than all the rest. */
  connection->socket = socket;
  connection->opened = now_us();
  connection->exchanges = 0;
  connection->broken = false;
  connection->in_size = connection->out_size = 0;
  connection->newer = NULL;
  connection->older = newest;
  *(newest == NULL ? &oldest : &newest->newer) = connection;
  newest = connection;
  const int on = 1;
  setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  watch(epoll, socket, connection);
}

static void close_connection(struct connection *connection) {
  *(connection->newer == NULL ? &newest : &connection->newer->older) = connection->older;
  *(connection->older == NULL ? &oldest : &connection->older->newer) = connection->newer;
  close(connection->socket);
  free(connection);
}

/* Connections of one and the same life are in the order of their ends. */
static void close_expired(void) {
  uint64_t now = now_us();
  while (oldest != NULL && now - oldest->opened > CONNECTION_SECONDS * UINT64_C(1000000)) close_connection(oldest);
}

static void accept_all(int epoll, int listener) {
  int socket;
  while ((socket = accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC)) >= 0) open_connection(epoll, socket);
}

/* Puts a request into the journal's buffer. */
static void take_request(struct connection *from, const uint8_t *frame, size_t bytes) {
  uint8_t *record = batch.journal + batch.journal_bytes;
  uint32_t sequence = ++last_sequence;
  put64(record, microseconds(CLOCK_REALTIME));
  put32(record + 8, sequence);
  memcpy(record + RECORD_HEAD, frame, bytes);
  batch.journal_bytes += RECORD_HEAD + bytes;
  batch.request[batch.requests++] = (struct request){from, record + RECORD_HEAD, bytes, sequence};
}

/* SPEC 3. Text and identifiers are taken as they come: nothing is made of them here. */
static bool is_request(const uint8_t *frame, size_t bytes) {
  return bytes >= REQUEST_FIXED && bytes <= REQUEST_MOST && frame[2] == TYPE_REQUEST && frame[3] == VERSION &&
         (frame[4] & ~FLAGS_KNOWN) == 0 && frame[5] <= LICENCE_STATE_MOST && frame[90] == bytes - REQUEST_FIXED;
}

/* Takes the whole frames out of a connection's buffer. */
static void take_frames(struct connection *from) {
  size_t at = 0;
  while (!from->broken && from->exchanges < EXCHANGES_MOST && from->in_size - at >= 2) {
    size_t bytes = get16(from->in + at) + 2u;
    if (bytes <= FRAME_MOST && from->in_size - at < bytes) break;
    if (bytes <= FRAME_MOST && is_request(from->in + at, bytes)) {
      take_request(from, from->in + at, bytes);
      from->exchanges++;
      at += bytes;
    } else {
      from->broken = true;
    }
  }
  memmove(from->in, from->in + at, from->in_size - at);
  from->in_size -= at;
}

static void read_connection(struct connection *from) {
  ssize_t size = recv(from->socket, from->in + from->in_size, IN_BYTES - from->in_size, 0);
  if (size < 0 && errno == EAGAIN) return;
  if (size <= 0) {
    close_connection(from);
    return;
  }
  from->in_size += (size_t)size;
  size_t before = batch.requests;
  take_frames(from);
  if (batch.requests > before || from->broken) batch.connection[batch.connections++] = from;
}

static void append_and_sync(int journal) {
  for (size_t at = 0; at < batch.journal_bytes;) {
    ssize_t size = write(journal, batch.journal + at, batch.journal_bytes - at);
    if (size < 0) err(1, "journal");
    at += (size_t)size;
  }
  if (batch.journal_bytes > 0 && fdatasync(journal) != 0) err(1, "journal");
}

static void answer(const struct signer *signer, const struct request *request) {
  static const uint32_t count = 25, activation_minutes = 120, renewal_minutes = 10080, validity_minutes = 259200;
  struct connection *to = request->from;
  uint8_t *reply = to->out + to->out_size;
  put_head(reply, REPLY_BYTES, TYPE_REPLY);
  put32(reply + 4, 0); /* activated */
  put32(reply + 8, count);
  put32(reply + 12, activation_minutes);
  put32(reply + 16, renewal_minutes);
  put32(reply + 20, validity_minutes);
  put64(reply + 24, microseconds(CLOCK_REALTIME) / 1000000);
  put32(reply + 32, request->sequence);
  memcpy(reply + CERTIFICATE_AT, certificate, CERTIFICATE_BYTES);
  sign_reply(signer, reply, request->frame, request->bytes);
  to->out_size += REPLY_BYTES;
}

static void add_error_frame(struct connection *to) {
  uint8_t *frame = to->out + to->out_size;
  put_head(frame, ERROR_BYTES, TYPE_ERROR);
  put32(frame + 4, 0x80070057); /* malformed request */
  to->out_size += ERROR_BYTES;
}

/* All that a connection may be sent fits into its socket's buffer: who does not take it is let go. */
static void send_answers(struct connection *to) {
  if (to->broken) add_error_frame(to);
  bool sent = send(to->socket, to->out, to->out_size, MSG_NOSIGNAL) == (ssize_t)to->out_size;
  to->out_size = 0;
  if (!sent || to->broken || to->exchanges == EXCHANGES_MOST) close_connection(to);
}

/* Replies go out as they are signed: a connection's are beside each other in the batch. */
static void commit(const struct signer *signer, int journal) {
  append_and_sync(journal);
  size_t request = 0;
  for (size_t i = 0; i < batch.connections; i++) {
    struct connection *to = batch.connection[i];
    while (request < batch.requests && batch.request[request].from == to) answer(signer, &batch.request[request++]);
    send_answers(to);
  }
  batch.requests = batch.connections = batch.journal_bytes = 0;
}

int main(int argc, char **argv) {
  if (argc != 4) errx(2, "usage: reference libcrypto|libsodium IDENTITY JOURNAL");
  struct signer signer = read_identity(argv[1], argv[2]);
  int journal = opened_or_exit(open(argv[3], O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600), argv[3]);
  int epoll = opened_or_exit(epoll_create1(EPOLL_CLOEXEC), "epoll");
  int listener = listen_on_loopback();
  watch(epoll, listener, NULL);
  struct epoll_event events[EVENTS_MOST];
  while (true) {
    int ready = epoll_wait(epoll, events, EVENTS_MOST, 1000);
    if (ready < 0 && errno != EINTR) err(1, "epoll_wait");
    for (int i = 0; i < ready; i++) {
      struct connection *connection = events[i].data.ptr;
      if (connection == NULL) accept_all(epoll, listener);
      else read_connection(connection);
    }
    if (batch.connections > 0) commit(&signer, journal);
    close_expired();
  }
}
