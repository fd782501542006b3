import ConsentTranslation

extension ConsentWebhook.Signature.Encoding {
    /// The bytes that a text stands for; nil where it is not of this encoding.
    func bytes(of text: String) -> [UInt8]? {
        switch self {
        case .base64:
            return text.isEmpty ? nil : try? Base64Text.bytes(text, path: "")
        case .hex:
            let digits = text.utf8.map { $0 }
            guard !digits.isEmpty, digits.count.isMultiple(of: 2) else { return nil }
            var bytes: [UInt8] = []
            for index in stride(from: 0, to: digits.count, by: 2) {
                guard let high = Self.value(digits[index]), let low = Self.value(digits[index + 1]) else { return nil }
                bytes.append(high << 4 | low)
            }
            return bytes
        }
    }

    private static func value(_ digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
