/// Messages that somebody saved: `POST /path HTTP/1.1`, header lines, an empty line, the body.
extension WebhookMessage {
    /// Most bytes of a message with its header.
    public static let maxBytes = AdapterLimits.maxMessageBytes

    /// Reads a captured request.
    ///
    /// The first line may be missing. Lines of the header end with CR LF or LF. The body has as many bytes as
    /// `Content-Length` says; without that it is the rest of the file but for the line end that editors put there.
    ///
    /// - Throws: ``AdapterError`` `message` with what is wrong.
    public init(captured bytes: [UInt8]) throws(AdapterError) {
        guard bytes.count <= AdapterLimits.maxMessageBytes else {
            throw AdapterError(.message, "The message has more than \(AdapterLimits.maxMessageBytes) bytes.")
        }
        var reader = HeaderReader(bytes)
        let fields = try reader.fields()
        let rest = Array(bytes[reader.position...])
        try self.init(headers: fields, body: Self.body(rest, fields))
    }

    private static func body(_ rest: [UInt8], _ fields: [RequestPlan.Field]) throws(AdapterError) -> [UInt8] {
        let value = { (name: String) in fields.first { $0.name.lowercased() == name }?.value }
        for name in ["transfer-encoding", "content-encoding"] {
            if let coding = value(name), !["", "identity"].contains(coding.lowercased()) {
                throw AdapterError(
                    .message,
                    "The message's body is encoded (\(name)); save it as it is after decoding, without that header."
                )
            }
        }
        guard let length = value("content-length") else { return withoutLineEnd(rest) }
        guard let count = Int(length), count >= 0 else {
            throw AdapterError(.message, "The message's Content-Length is no number.")
        }
        guard rest.count >= count else {
            throw AdapterError(
                .message,
                "The message's body has \(rest.count) bytes, but its Content-Length is \(count): the end is missing, or the "
                    + "file was changed. Save it again as it arrived, or pass header and body by themselves."
            )
        }
        guard rest[count...].allSatisfy({ $0 == 0x0A || $0 == 0x0D || $0 == 0x20 }) else {
            throw AdapterError(
                .message,
                "There is more behind the message's \(count) bytes of body; one file holds one message."
            )
        }
        return Array(rest[..<count])
    }

    private static func withoutLineEnd(_ bytes: [UInt8]) -> [UInt8] {
        var bytes = bytes
        if bytes.last == 0x0A { bytes.removeLast() }
        if bytes.last == 0x0D { bytes.removeLast() }
        return bytes
    }

    /// A header field from the command line: `Name: value`.
    ///
    /// - Throws: ``AdapterError`` `message` for anything else.
    public static func field(_ line: String) throws(AdapterError) -> RequestPlan.Field {
        guard let colon = line.utf8.firstIndex(of: UInt8(ascii: ":")), isName(line[..<colon]) else {
            throw AdapterError(.message, "A header is written as NAME: VALUE, such as X-Signature: sha256=….")
        }
        let value = line[line.index(after: colon)...].trimmed
        guard value.utf8.allSatisfy({ $0 >= 0x20 || $0 == 0x09 }) else {
            throw AdapterError(.message, "A header's value has no control characters.")
        }
        return RequestPlan.Field(String(line[..<colon]), value)
    }

    private static func isName(_ text: Substring) -> Bool {
        !text.isEmpty
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
                case UInt8(ascii: "0")...UInt8(ascii: "9"): true
                default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
                }
            }
    }
}

/// Reads the lines in front of the body.
private struct HeaderReader {
    private let bytes: [UInt8]
    /// Where the body begins, once the header is read.
    private(set) var position = 0

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    mutating func fields() throws(AdapterError) -> [RequestPlan.Field] {
        var fields: [RequestPlan.Field] = []
        var isFirst = true
        while true {
            guard let line = try line() else { throw Self.noRequest }
            if line.isEmpty { return fields }
            if isFirst, line.hasPrefix("{") || line.hasPrefix("[") { throw Self.noRequest }
            defer { isFirst = false }
            if isFirst, Self.isRequestLine(line) { continue }
            guard fields.count < AdapterLimits.maxMessageFields, position <= AdapterLimits.maxMessageHeaderBytes else {
                throw AdapterError(.message, "The message's header is larger than any that is sent.")
            }
            fields.append(try WebhookMessage.field(line))
        }
    }

    private static let noRequest = AdapterError(
        .message,
        "The file is no captured request: a header and an empty line do not stand in front of the body. Where only the body is "
            + "at hand, name it with --body and its headers with --header."
    )

    /// The next line without its end; nil where there is none.
    private mutating func line() throws(AdapterError) -> String? {
        guard let end = bytes[position...].firstIndex(of: 0x0A) else { return nil }
        var line = bytes[position..<end]
        if line.last == 0x0D { line = line.dropLast() }
        guard line.count <= AdapterLimits.maxMessageHeaderBytes, let text = String(validating: line, as: UTF8.self)
        else {
            throw AdapterError(.message, "The file is no captured request: its header is no text.")
        }
        position = end + 1
        return text
    }

    /// `POST /path HTTP/1.1`.
    private static func isRequestLine(_ line: String) -> Bool {
        let words = line.split(separator: " ")
        return words.count == 3 && words[2].hasPrefix("HTTP/")
            && words[0].utf8.allSatisfy { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) }
    }
}

extension Substring {
    /// Without blanks at either end.
    var trimmed: String {
        var text = self
        while text.first == " " || text.first == "\t" { text.removeFirst() }
        while text.last == " " || text.last == "\t" { text.removeLast() }
        return String(text)
    }
}
