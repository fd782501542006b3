import ConsentStrings
import ConsentTranslation

/// Takes what is personal out of what a trace shows: ids, consent strings, and whatever looks like one.
struct TraceMask: Sendable {
    /// Known ids, the longest first, in all spellings that a payload may have them in.
    private let known: [(spelling: String, mask: String)]

    /// Shortest run of letters and digits that is taken for an id or a token although nobody says so.
    private static let suspiciousLength = 20
    /// Length of a UUID; a longer text that begins like a consent string is one.
    private static let uuidLength = 36
    /// Shortest id that is looked for within other texts; a shorter one would mask every digit of its kind.
    private static let findableLength = 4

    /// A mask.
    ///
    /// - Parameters:
    ///   - identifiers: ids that are known to be in the payload.
    ///   - strings: consent strings that are, with their kind.
    init(identifiers: Set<String>, strings: [(kind: String, text: String)]) {
        var known: [String: String] = [:]
        let masked =
            identifiers.map { ($0, Self.mask($0)) } + strings.map { ($0.text, Self.mask($0.text, kind: $0.kind)) }
        for (text, mask) in masked where text.utf8.count >= Self.findableLength {
            var spelling = text
            for _ in 0..<3 {
                known[spelling] = mask
                spelling = Self.escaped(spelling)
            }
        }
        self.known = known.map { (spelling: $0.key, mask: $0.value) }
            .sorted { ($1.spelling.utf8.count, $0.spelling) < ($0.spelling.utf8.count, $1.spelling) }
    }

    /// What stands for a consent string: its kind and its length.
    static func mask(_ text: String, kind: String) -> String {
        "<\(kind) string, \(text.utf8.count) bytes>"
    }

    /// What stands for an id: its first two characters and its length.
    static func mask(_ text: String) -> String {
        let family = ConsentStringFamily.detect(text)
        let isString = [.tcf2, .tcf1, .gpp, .additionalConsent].contains(family) && text.utf8.count > uuidLength
        if isString { return mask(text, kind: family.rawValue) }
        return "<\(text.prefix(2))…, \(text.count) characters>"
    }

    /// A text without what is personal in it.
    func masked(_ text: String) -> String {
        var text = text
        for (spelling, mask) in known where text.utf8.count >= spelling.utf8.count {
            text = text.replacing(spelling, with: mask)
        }
        // Addresses, with the at sign as it is or escaped any number of times.
        text = text.replacing(/[A-Za-z0-9._+-]+(?:@|%(?:25)*40)[A-Za-z0-9.-]+/) { Self.mask(String($0.output)) }
        return Self.maskingRuns(text)
    }

    /// Masks every long run of what ids, tokens and strings are made of, if it has a digit.
    private static func maskingRuns(_ text: String) -> String {
        var masked = ""
        var run = ""
        func end() {
            let isToken = run.utf8.count >= suspiciousLength && run.utf8.contains { (0x30...0x39).contains($0) }
            masked += isToken ? mask(run) : run
            run = ""
        }
        for character in text {
            if isRunCharacter(character) {
                run.append(character)
            } else {
                end()
                masked.append(character)
            }
        }
        end()
        return masked
    }

    private static func isRunCharacter(_ character: Character) -> Bool {
        character.isLetter || character.isNumber || "-_.~/".contains(character)
    }

    private static func escaped(_ text: String) -> String {
        let digits = Array("0123456789ABCDEF")
        return text.utf8.map { byte in
            let scalar = Unicode.Scalar(byte)
            let isPlain = scalar.isASCII && (scalar.properties.isAlphabetic || (0x30...0x39).contains(byte))
            if isPlain || "-_.~".utf8.contains(byte) { return String(scalar) }
            return "%\(digits[Int(byte >> 4)])\(digits[Int(byte & 15)])"
        }.joined()
    }

    /// A value in one line, masked and cut to a length that a person reads.
    func line(_ value: Value, limit: Int = 200) -> String {
        let text = masked(Self.text(value, budget: 4 * limit))
        return text.count > limit ? "\(text.prefix(limit))…" : text
    }

    /// A value as text, names without quotes. Beyond the budget of characters the rest is left out.
    private static func text(_ value: Value, budget: Int) -> String {
        switch value {
        case .text(let text):
            return "\"\(text.prefix(max(0, budget)))\""
        case .list(let elements):
            var text = "["
            for (index, element) in elements.enumerated() where text.count < budget {
                text += (index == 0 ? "" : ", ") + self.text(element, budget: budget - text.count)
            }
            return text + "]"
        case .object(let object):
            var text = "{"
            for (index, member) in object.members.enumerated() where text.count < budget {
                text +=
                    "\(index == 0 ? "" : ", ")\(member.name): " + self.text(member.value, budget: budget - text.count)
            }
            return text + "}"
        default:
            return value.scalar ?? ""
        }
    }
}
