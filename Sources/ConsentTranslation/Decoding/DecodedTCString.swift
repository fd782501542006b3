import ConsentStrings

/// A TC string with what it decodes to.
///
/// It travels with the values and the record that are made of the string, so that a policy's gates need not decode it
/// again.
final class DecodedTCString: Sendable {
    /// The string as it is written.
    let text: String
    /// What it says.
    let value: TCString

    /// Decodes a string.
    init(_ text: String) throws(ConsentStringError) {
        self.text = text
        value = try TCString(text)
    }
}

/// A decoded TC string that is at hand, beside a value of which it is no part: values are equal whether or not one is.
struct KnownTCString: Sendable, Hashable {
    /// The string, if there is one.
    var decoded: DecodedTCString?

    /// The decoded string of this text, if that is the one at hand.
    func decoded(of text: String) -> DecodedTCString? {
        guard let decoded, decoded.text == text else { return nil }
        return decoded
    }

    static func == (left: KnownTCString, right: KnownTCString) -> Bool { true }

    func hash(into hasher: inout Hasher) {}
}
