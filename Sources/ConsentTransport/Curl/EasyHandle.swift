import CLibcurl

/// A libcurl easy handle: the slot of one exchange at a time, used again and again.
///
/// libcurl hands out easy and multi handles as the same untyped pointer; wrapping keeps them from being swapped.
struct EasyHandle {
    let raw: UnsafeMutableRawPointer

    /// Makes a handle; nil if memory ran out.
    init?() {
        guard let raw = curl_easy_init() else { return nil }
        self.raw = raw
    }

    /// Frees the handle, which must not be part of a multi handle any more.
    func free() {
        curl_easy_cleanup(raw)
    }

    /// Lets a paused exchange go on.
    func resume() -> CURLcode {
        curl_easy_pause(raw, CURLPAUSE_CONT)
    }

    /// A whole number that libcurl keeps about the last exchange; 0 if it does not.
    func number(_ info: CURLINFO) -> Int {
        var value = 0
        return curlshim_easy_get_long(raw, info, &value) == CURLE_OK ? value : 0
    }

    /// A 64-bit number that libcurl keeps about the last exchange, microseconds for times; 0 if it does not.
    func offset(_ info: CURLINFO) -> Int {
        var value: curl_off_t = 0
        return curlshim_easy_get_offset(raw, info, &value) == CURLE_OK ? Int(value) : 0
    }
}

/// Sets options one after the other and remembers the first that failed.
struct OptionWriter {
    let easy: EasyHandle
    private(set) var failure: CURLcode?

    init(_ easy: EasyHandle) {
        self.easy = easy
    }

    mutating func set(_ option: CURLoption, _ value: Int) {
        note(curlshim_easy_set_long(easy.raw, option, value))
    }

    mutating func set(_ option: CURLoption, offset value: Int) {
        note(curlshim_easy_set_offset(easy.raw, option, curl_off_t(value)))
    }

    /// Sets a text; nil sets the option back to its default.
    mutating func set(_ option: CURLoption, _ value: String?) {
        // An optional text that is handed to C is copied first, and one that is there is not.
        guard let value else { return note(curlshim_easy_set_string(easy.raw, option, nil)) }
        note(value.withCString { curlshim_easy_set_string(easy.raw, option, $0) })
    }

    mutating func set(_ option: CURLoption, milliseconds value: Duration) {
        set(option, value.clampedMilliseconds)
    }

    mutating func note(_ code: CURLcode) {
        if code != CURLE_OK, failure == nil {
            failure = code
        }
    }
}

extension Duration {
    /// Whole milliseconds, at least 1 and at most a day: libcurl reads 0 as "no limit".
    var clampedMilliseconds: Int {
        let (seconds, attoseconds) = components
        guard seconds < Int64(Limits.maxTimeoutMilliseconds / 1_000) else { return Limits.maxTimeoutMilliseconds }
        return seconds < 0 ? 1 : max(1, Int(seconds) * 1_000 + Int(attoseconds / 1_000_000_000_000_000))
    }

    /// Whole seconds, at least 1 and at most a day.
    var clampedSeconds: Int {
        max(1, clampedMilliseconds / 1_000)
    }
}
