#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// What the text of a URL must be before anybody reads it: nothing that libcurl would rewrite, and nothing that two
/// readers could take in different ways.
enum URLText {
    /// Checks a URL. Returns what stands in front of the path, the query or the fragment (RFC 3986 section 3.2). Throws
    /// `invalidRequest`.
    static func origin(of text: String) throws(TransportError) -> String {
        let url = Array(text.utf8)
        guard url.count <= Limits.maxURLBytes else {
            throw .invalidRequest("the URL is longer than \(Limits.maxURLBytes) bytes")
        }
        guard url.allSatisfy({ (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "\\") }) else {
            throw .invalidRequest("the URL contains white space, a backslash or characters beyond ASCII; encode them")
        }
        // libcurl forgives one or three slashes after the scheme; other readers of the same URL do not.
        guard let colon = url.firstIndex(of: UInt8(ascii: ":")),
            url[colon...].starts(with: "://".utf8), !url[colon...].starts(with: ":///".utf8)
        else {
            throw .invalidRequest("the URL is not an absolute http or https URL")
        }
        let end = url[(colon + 3)...].firstIndex { $0 == UInt8(ascii: "/") || endsPath($0) } ?? url.count
        try checkPath(url[end...].prefix { !endsPath($0) })
        return String(decoding: url[..<end], as: UTF8.self)
    }

    /// Whether a URL begins with an origin that was checked before and goes on in a way that needs no closer look: only
    /// with characters that mean themselves, and with no `%` and no dot behind a slash, as the segments have that lead
    /// elsewhere.
    ///
    /// Most URLs are so. False says nothing: ask ``origin(of:)``.
    static func isPlain(_ url: String, behind origin: String) -> Bool {
        var (url, origin) = (url, origin)
        return url.withUTF8 { url in
            origin.withUTF8 { origin in
                guard url.count <= Limits.maxURLBytes, url.count > origin.count, let start = url.baseAddress,
                    let known = origin.baseAddress, memcmp(start, known, origin.count) == 0
                else { return false }
                let rest = UnsafeBufferPointer(start: start + origin.count, count: url.count - origin.count)
                return (rest[0] == UInt8(ascii: "/") || endsPath(rest[0])) && isPlain(rest)
            }
        }
    }

    private static func isPlain(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        var before: UInt8 = 0
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            // Letters and digits come first: nearly all are.
            if byte < 0x30 || byte > 0x7E || byte == UInt8(ascii: "\\") {
                guard (0x21...0x2F).contains(byte), byte != UInt8(ascii: "%"),
                    byte != UInt8(ascii: ".") || before != UInt8(ascii: "/")
                else { return false }
            }
            before = byte
            index &+= 1
        }
        return true
    }

    /// Whether a byte ends a path.
    static func endsPath(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "?") || byte == UInt8(ascii: "#")
    }

    /// Refuses a `.` or `..` segment, also percent-encoded, since libcurl and servers resolve those away, and a `%` that
    /// begins no escape, which readers take in different ways.
    private static func checkPath(_ path: ArraySlice<UInt8>) throws(TransportError) {
        for segment in path.split(separator: UInt8(ascii: "/")) {
            var dots = 0
            var others = 0
            var index = segment.startIndex
            while index < segment.endIndex {
                var byte = segment[index]
                if byte == UInt8(ascii: "%") {
                    guard index + 2 < segment.endIndex, let high = hexDigit(segment[index + 1]),
                        let low = hexDigit(segment[index + 2])
                    else {
                        throw .invalidRequest("the path has a % that begins no escape; write %25")
                    }
                    byte = high << 4 | low
                    index += 2
                }
                if byte == UInt8(ascii: ".") { dots += 1 } else { others += 1 }
                index += 1
            }
            guard others > 0 || !(1...2).contains(dots) else {
                throw .invalidRequest(
                    "the path contains a \".\" or \"..\" segment, which would lead to another endpoint"
                )
            }
        }
    }

    private static func hexDigit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x41...0x46: byte - 0x37
        case 0x61...0x66: byte - 0x57
        default: nil
        }
    }
}
