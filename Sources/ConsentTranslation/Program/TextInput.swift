public import ConsentStrings

/// A bare text that an adapter reads.
public struct TextInput: Sendable, Hashable {
    /// The name that its decoded value has in the record rules.
    public let name: String
    /// The text belongs to the adapter only if it looks like a consent string of this family.
    public let family: ConsentStringFamily?
    /// The text belongs to the adapter only if it contains all of these.
    public let contains: [String]
    /// Steps from the text to the value.
    public let steps: [DecodeStep]

    /// Creates the rule for a bare text.
    public init(name: String, family: ConsentStringFamily?, contains: [String], steps: [DecodeStep]) {
        self.name = name
        self.family = family
        self.contains = contains
        self.steps = steps
    }
}

extension TextInput {
    /// A consent string is told by its family and by having nothing but its alphabet in a first stretch, so that one
    /// that is damaged further on still finds the adapter that can say what is wrong.
    func score(of item: RawItem) -> Int {
        guard let text = item.text, contains.allSatisfy({ TextEncodings.contains(item.bytes, $0) }) else { return 0 }
        guard let family else { return 70 }
        guard item.bytes.prefix(20).allSatisfy(Self.isStringByte), ConsentStringFamily.detect(text) == family else {
            return 0
        }
        return item.bytes.allSatisfy(Self.isStringByte) ? 80 : 60
    }

    private static func isStringByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."),
            UInt8(ascii: "~"):
            true
        default:
            false
        }
    }
}
