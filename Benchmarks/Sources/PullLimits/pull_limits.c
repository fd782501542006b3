#include "include/pull_limits.h"

#include <curl/curl.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_WIDTH = 256 };

// One transfer: its handle and a buffer that only grows.
struct slot {
    CURL *easy;
    char *body;
    size_t length, capacity;
};

static size_t receive(char *bytes, size_t size, size_t number, void *context) {
    struct slot *slot = context;
    size_t more = size * number;
    if (slot->capacity - slot->length < more) {
        size_t capacity = 2 * (slot->length + more);
        char *body = realloc(slot->body, capacity);
        if (!body) return 0;
        slot->body = body;
        slot->capacity = capacity;
    }
    memcpy(slot->body + slot->length, bytes, more);
    slot->length += more;
    return more;
}

// What the transport of the library sends too: both make the same request.
static struct curl_slist *standing(void) {
    static const char *const lines[] = {"User-Agent: ConsentBridge", "Accept-Encoding: deflate, gzip, br, zstd", NULL};
    struct curl_slist *list = NULL;
    for (int i = 0; lines[i]; i++) {
        struct curl_slist *longer = curl_slist_append(list, lines[i]);
        if (!longer) break;
        list = longer;
    }
    return list;
}

static int prepare(struct slot *slot, int http2, const char *ca, struct curl_slist *header) {
    slot->easy = curl_easy_init();
    if (!slot->easy) return CURLE_OUT_OF_MEMORY;
    curl_easy_setopt(slot->easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(slot->easy, CURLOPT_WRITEFUNCTION, receive);
    curl_easy_setopt(slot->easy, CURLOPT_WRITEDATA, slot);
    curl_easy_setopt(slot->easy, CURLOPT_PRIVATE, slot);
    curl_easy_setopt(slot->easy, CURLOPT_HTTPHEADER, header);
    curl_easy_setopt(slot->easy, CURLOPT_ACCEPT_ENCODING, "");
    if (!http2) return CURLE_OK;
    curl_easy_setopt(slot->easy, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_2TLS);
    curl_easy_setopt(slot->easy, CURLOPT_PIPEWAIT, 1L);
    curl_easy_setopt(slot->easy, CURLOPT_CAINFO, ca);
    return CURLE_OK;
}

static void start(CURLM *multi, struct slot *slot, const char *address) {
    slot->length = 0;
    curl_easy_setopt(slot->easy, CURLOPT_URL, address);
    curl_multi_add_handle(multi, slot->easy);
}

static int run(CURLM *multi, struct slot *slots, const char *const *addresses, size_t count, int width,
               struct pull_count *result) {
    size_t next = 0, ended = 0;
    while (next < count && next < (size_t)width) {
        start(multi, &slots[next], addresses[next]);
        next++;
    }
    while (ended < count) {
        int running, left;
        CURLMsg *message;
        CURLMcode code = curl_multi_perform(multi, &running);
        if (code) return code;
        while ((message = curl_multi_info_read(multi, &left))) {
            struct slot *slot;
            long status = 0;
            if (message->msg != CURLMSG_DONE) continue;
            if (message->data.result) return message->data.result;
            curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &slot);
            curl_easy_getinfo(slot->easy, CURLINFO_RESPONSE_CODE, &status);
            result->answers += status == 200;
            result->bytes += (long long)slot->length;
            ended++;
            curl_multi_remove_handle(multi, slot->easy);
            if (next < count) start(multi, slot, addresses[next++]);
        }
        if (ended < count) curl_multi_poll(multi, NULL, 0, 1000, NULL);
    }
    return 0;
}

int pull_limit(const char *const *addresses, size_t count, int width, int http2, const char *ca,
               struct pull_count *result) {
    static struct slot slots[MAX_WIDTH];
    int code = CURLE_OK;
    struct curl_slist *header = standing();
    CURLM *multi = curl_multi_init();
    if (!multi || !header) return CURLE_OUT_OF_MEMORY;
    if (width > MAX_WIDTH) width = MAX_WIDTH;
    curl_multi_setopt(multi, CURLMOPT_MAXCONNECTS, (long)width);
    if (http2) curl_multi_setopt(multi, CURLMOPT_MAX_HOST_CONNECTIONS, 1L);
    for (int i = 0; i < width && !code; i++) code = prepare(&slots[i], http2, ca, header);
    if (!code) code = run(multi, slots, addresses, count, width, result);
    for (int i = 0; i < width; i++) {
        if (slots[i].easy) curl_easy_cleanup(slots[i].easy);
        free(slots[i].body);
        slots[i] = (struct slot){0};
    }
    curl_multi_cleanup(multi);
    curl_slist_free_all(header);
    return code;
}
