/// A pattern of cookie names that carry something themselves: `_iub_cs-{site:digits}`, `wp_consent_{category}`.
///
/// One to three captures stand between literal texts. `{name}` takes one or more characters of any kind,
/// `{name:digits}`, `{name:hex}` and `{name:letters}` of ASCII only those, `{name:uuid}` the 36 characters of a UUID.
/// A pattern fits whole names, upper and lower case told apart.
public struct NamePattern: Sendable, Hashable {
    /// A capture with the literal text behind it, which only the last one may lack: else nothing would tell where it
    /// ends.
    private struct Capture: Sendable, Hashable {
        let name: String
        /// Nil for characters of any kind.
        let kind: CaptureKind?
        let literal: [UInt8]
    }

    private static let maxCaptures = 3

    /// The pattern as it is written.
    public let text: String
    /// What every fitting name starts with; empty where a capture stands first.
    let literalPrefix: String
    private let captures: [Capture]
    /// The captures' names in the order of the pattern.
    public var captureNames: [String] { captures.map(\.name) }

    /// Reads a pattern; nil where the text is none.
    public init?(_ text: String) {
        let pieces = TextEncodings.split(text, at: UInt8(ascii: "{"))
        guard (1...Self.maxCaptures).contains(pieces.count - 1), !pieces[0].utf8.contains(UInt8(ascii: "}")) else {
            return nil
        }
        var captures: [Capture] = []
        for piece in pieces.dropFirst() {
            guard let capture = Self.capture(piece), !captures.contains(where: { $0.name == capture.name }),
                captures.last?.literal.isEmpty != true
            else { return nil }
            captures.append(capture)
        }
        self.text = text
        literalPrefix = String(pieces[0])
        self.captures = captures
    }

    /// Reads `name:kind}literal`.
    private static func capture(_ piece: Substring) -> Capture? {
        let sides = TextEncodings.split(piece, at: UInt8(ascii: "}"))
        guard sides.count == 2 else { return nil }
        let words = TextEncodings.split(sides[0], at: UInt8(ascii: ":"))
        guard words.count <= 2, !words[0].isEmpty, words[0].utf8.allSatisfy(isNameByte) else { return nil }
        let kind = words.count == 2 ? CaptureKind(rawValue: String(words[1])) : nil
        guard words.count == 1 || kind != nil else { return nil }
        return Capture(name: String(words[0]), kind: kind, literal: Array(sides[1].utf8))
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        CaptureKind.letters.admits(byte) || CaptureKind.digits.admits(byte) || byte == UInt8(ascii: "_")
    }

    /// What the captures take of a name, in the order of the pattern; nil where the name does not fit.
    ///
    /// Where there are several ways, the first capture is as short as it can be, then the second, then the third. No
    /// name of more than ``TranslationLimits/maxNameBytes`` fits.
    func captures(in name: String) -> [(name: String, value: String)]? {
        guard name.utf8.starts(with: literalPrefix.utf8), name.utf8.count <= TranslationLimits.maxNameBytes else {
            return nil
        }
        let bytes = Array(name.utf8)
        // From the last capture to the first, the end of the shortest one from each position. Looking from the end makes
        // the time linear, where trying from the start could try every pair of positions.
        var ends: [[Int?]] = []
        var isRestFitting = bytes.map { _ in false } + [true]
        for capture in captures.reversed() {
            let mayEnd = (0...bytes.count).map { position in
                bytes[position...].starts(with: capture.literal) && isRestFitting[position + capture.literal.count]
            }
            let shortest = Self.shortestEnds(of: capture.kind, in: bytes, where: mayEnd)
            isRestFitting = shortest.map { $0 != nil }
            ends.append(shortest)
        }
        var values: [(name: String, value: String)] = []
        var position = literalPrefix.utf8.count
        for (capture, ends) in zip(captures, ends.reversed()) {
            guard let end = ends[position] else { return nil }
            values.append((capture.name, String(decoding: bytes[position..<end], as: UTF8.self)))
            position = end + capture.literal.count
        }
        return values
    }

    private static func shortestEnds(of kind: CaptureKind?, in bytes: [UInt8], where mayEnd: [Bool]) -> [Int?] {
        var ends = [Int?](repeating: nil, count: bytes.count + 1)
        for position in bytes.indices.reversed() {
            if kind == .uuid {
                let end = position + CaptureKind.uuidLength
                let isEnd = end <= bytes.count && mayEnd[end] && CaptureKind.isUUID(bytes[position..<end])
                ends[position] = isEnd ? end : nil
            } else if kind?.admits(bytes[position]) != false {
                ends[position] = mayEnd[position + 1] ? position + 1 : ends[position + 1]
            }
        }
        return ends
    }
}

/// The kinds of characters that a capture can be bound to.
private enum CaptureKind: String, Sendable, Hashable {
    case digits, hex, letters, uuid

    func admits(_ byte: UInt8) -> Bool {
        switch self {
        case .digits: (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
        case .hex: TextEncodings.hexadecimalDigit(byte) != nil
        case .letters: (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
        case .uuid: byte == UInt8(ascii: "-") || TextEncodings.hexadecimalDigit(byte) != nil
        }
    }

    static let uuidLength = 36
    private static let hyphens = [8, 13, 18, 23]

    /// Whether the bytes, as many as a UUID has, are one (RFC 9562, section 4).
    static func isUUID(_ bytes: ArraySlice<UInt8>) -> Bool {
        bytes.enumerated().allSatisfy { place, byte in
            hyphens.contains(place) ? byte == UInt8(ascii: "-") : CaptureKind.hex.admits(byte)
        }
    }
}
