#ifndef CLIBCURL_SHIM_H
#define CLIBCURL_SHIM_H

// Swift cannot call C functions with a variable argument list, and reads no C unions by name. Each wrapper below fixes
// the type of the one variable argument, so that a wrong pairing of option and value is a compile error in Swift
// instead of a read of the wrong register at run time.

// The macros of curl's own type check would shadow the functions and add nothing to wrappers that are already typed.
#define CURL_DISABLE_TYPECHECK 1
#include <curl/curl.h>
#include <stddef.h>

// PROTOCOLS_STR (7.85), QUICK_EXIT (7.87) and MAXLIFETIME_CONN (7.80) are used without an alternative.
#if LIBCURL_VERSION_NUM < 0x075700
#error "libcurl 7.87 or newer is needed"
#endif

typedef size_t (*curlshim_bytes_callback)(char *bytes, size_t size, size_t count, void *context);
typedef curl_socket_t (*curlshim_socket_callback)(void *context, curlsocktype purpose, struct curl_sockaddr *address);

// Asks for the structure of the header that this was compiled with.
static inline const curl_version_info_data *curlshim_version(void) {
    return curl_version_info(CURLVERSION_NOW);
}

static inline CURLcode curlshim_easy_set_long(CURL *easy, CURLoption option, long value) {
    return curl_easy_setopt(easy, option, value);
}

static inline CURLcode curlshim_easy_set_offset(CURL *easy, CURLoption option, curl_off_t value) {
    return curl_easy_setopt(easy, option, value);
}

// libcurl copies the text. NULL sets the option back to its default.
static inline CURLcode curlshim_easy_set_string(CURL *easy, CURLoption option, const char *value) {
    return curl_easy_setopt(easy, option, value);
}

// libcurl keeps the pointer: the list must live until the transfer is removed.
static inline CURLcode curlshim_easy_set_list(CURL *easy, CURLoption option, struct curl_slist *value) {
    return curl_easy_setopt(easy, option, value);
}

// libcurl copies `count` bytes at once; the size must be known before the bytes are handed over. A null pointer would
// mean "no body set", so that an empty body needs an address of its own.
static inline CURLcode curlshim_easy_copy_body(CURL *easy, const void *bytes, size_t count) {
    CURLcode code = curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)count);
    return code == CURLE_OK ? curl_easy_setopt(easy, CURLOPT_COPYPOSTFIELDS, bytes ? (const char *)bytes : "") : code;
}

static inline CURLcode curlshim_easy_set_share(CURL *easy, CURLSH *share) {
    return curl_easy_setopt(easy, CURLOPT_SHARE, share);
}

static inline CURLcode curlshim_easy_set_callbacks(CURL *easy, curlshim_bytes_callback header,
                                                   curlshim_bytes_callback body) {
    CURLcode code = curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, header);
    return code == CURLE_OK ? curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, body) : code;
}

static inline CURLcode curlshim_easy_set_open_socket(CURL *easy, curlshim_socket_callback open_socket) {
    return curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, open_socket);
}

// One context for all three callbacks and for the report of the end, so that they can never disagree about whose
// transfer it is.
static inline CURLcode curlshim_easy_set_context(CURL *easy, void *context) {
    CURLcode code = curl_easy_setopt(easy, CURLOPT_HEADERDATA, context);
    if (code == CURLE_OK) code = curl_easy_setopt(easy, CURLOPT_WRITEDATA, context);
    if (code == CURLE_OK) code = curl_easy_setopt(easy, CURLOPT_OPENSOCKETDATA, context);
    if (code == CURLE_OK) code = curl_easy_setopt(easy, CURLOPT_PRIVATE, context);
    return code;
}

static inline CURLcode curlshim_easy_get_long(CURL *easy, CURLINFO info, long *value) {
    return curl_easy_getinfo(easy, info, value);
}

static inline CURLcode curlshim_easy_get_offset(CURL *easy, CURLINFO info, curl_off_t *value) {
    return curl_easy_getinfo(easy, info, value);
}

static inline CURLMcode curlshim_multi_set_long(CURLM *multi, CURLMoption option, long value) {
    return curl_multi_setopt(multi, option, value);
}

static inline CURLSHcode curlshim_share_add(CURLSH *share, curl_lock_data data) {
    return curl_share_setopt(share, CURLSHOPT_SHARE, data);
}

// libcurl declares the address as the short structure and stores the long one in its place.
static inline const struct sockaddr *curlshim_socket_address(const struct curl_sockaddr *address) {
    return &address->addr;
}

// The context of the next finished transfer, or NULL. The message belongs to libcurl and dies with the next call.
static inline void *curlshim_multi_next_finished(CURLM *multi, CURLcode *result) {
    int remaining = 0;
    CURLMsg *message;
    while ((message = curl_multi_info_read(multi, &remaining)) != NULL) {
        char *context = NULL;
        if (message->msg != CURLMSG_DONE) continue;
        *result = message->data.result;
        curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &context);
        if (context) return context;
    }
    return NULL;
}

#endif
