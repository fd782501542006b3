/// The outer form of a payload, judged by the text alone.
enum PayloadForm: Sendable, Hashable {
    /// Cookies: a header line, a cookie jar file or a JSON list of cookies.
    case cookies(StoredTexts)
    /// A JSON object: an API's item, or a dump of a browser's or an app's storage.
    case json(Value)
    /// Another JSON value, such as a dump of a data layer.
    case list(Value)
    /// None of these: a bare string or a file of rows.
    case bare
    /// Something that begins as one of these and cannot be read.
    case damaged(TranslationError)

    init(_ text: String, _ bytes: [UInt8]) {
        do throws(TranslationError) {
            self = try Self.read(text, bytes)
        } catch {
            self = .damaged(error)
        }
    }

    private static func read(_ text: String, _ bytes: [UInt8]) throws(TranslationError) -> PayloadForm {
        switch bytes.first(where: { !isSpace($0) }) {
        case UInt8(ascii: "{"):
            // Lines of JSON objects are a file of rows: the second object ends the first attempt.
            guard let value = try jsonOrRows(text, bytes) else { return .bare }
            return try StoredTexts(listIn: value["cookies"]).map(PayloadForm.cookies) ?? .json(value)
        case UInt8(ascii: "["):
            let value = try Value(json: bytes)
            return try StoredTexts(listIn: value).map(PayloadForm.cookies) ?? .list(value)
        default:
            if bytes.contains(UInt8(ascii: "\t")), let jar = try StoredTexts(jar: text) { return .cookies(jar) }
            return try StoredTexts(header: text).map(PayloadForm.cookies) ?? .bare
        }
    }

    /// The object, or nil where another line with an object follows.
    private static func jsonOrRows(_ text: String, _ bytes: [UInt8]) throws(TranslationError) -> Value? {
        do throws(TranslationError) {
            return try Value(json: bytes)
        } catch {
            let lines = TextEncodings.split(text, at: UInt8(ascii: "\n")).filter { !TextEncodings.trimmed($0).isEmpty }
            guard lines.count > 1, (try? Value(json: Array(lines[0].utf8))) != nil else { throw error }
            return nil
        }
    }

    private static func isSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D
    }
}
