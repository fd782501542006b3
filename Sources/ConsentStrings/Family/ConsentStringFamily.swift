/// What kind of string something looks like, told by its first characters alone.
public enum ConsentStringFamily: String, Sendable, Hashable, CaseIterable {
    /// TCF 2: starts with `C`, the version 2 in six bits.
    case tcf2
    /// TCF 1: starts with `B`.
    case tcf1
    /// GPP: starts with `DB`, type 3 and version 1.
    case gpp
    /// US Privacy: four characters, the first of them a digit.
    case usPrivacy
    /// Google's Additional Consent: a digit and `~`, or the single digit `1`.
    case additionalConsent
    /// JSON instead of a string.
    case json
    /// A macro that nobody replaced, such as `${GDPR_CONSENT_565}`, or a word of a script such as `undefined`.
    case placeholder
    /// None of these.
    case unknown

    /// Looks at the first characters of `text`.
    public static func detect(_ text: Span<UInt8>) -> ConsentStringFamily {
        guard text.count > 0 else { return .unknown }
        switch text[0] {
        case UInt8(ascii: "C"): return .tcf2
        case UInt8(ascii: "B"): return .tcf1
        case UInt8(ascii: "D"): return text.count > 1 && text[1] == UInt8(ascii: "B") ? .gpp : .unknown
        case UInt8(ascii: "0")...UInt8(ascii: "9"):
            if text.count == 1 || text[1] == UInt8(ascii: "~") { return .additionalConsent }
            return text.count == 4 ? .usPrivacy : .unknown
        case UInt8(ascii: "{"), UInt8(ascii: "["): return isPlaceholder(text) ? .placeholder : .json
        case UInt8(ascii: "$"), UInt8(ascii: "%"):
            return text.count > 1 && (text[1] == UInt8(ascii: "{") || text[1] == text[0]) ? .placeholder : .unknown
        default: return isPlaceholder(text) ? .placeholder : .unknown
        }
    }

    /// Looks at the first characters of `text`.
    public static func detect(_ text: String) -> ConsentStringFamily {
        detect(Array(text.utf8.prefix(16)).span)
    }

    /// What scripts write where a value is missing.
    private static let placeholders = ["undefined", "null", "true", "false", "[object Object]"]

    private static func isPlaceholder(_ text: Span<UInt8>) -> Bool {
        for word in placeholders where word.utf8.count == text.count {
            var index = 0
            for byte in word.utf8 where byte == text[index] { index += 1 }
            if index == text.count { return true }
        }
        return false
    }

    /// The family in words, for messages.
    var title: String {
        switch self {
        case .tcf2: "a TCF 2 string"
        case .tcf1: "a TCF 1 string"
        case .gpp: "a GPP string"
        case .usPrivacy: "a US Privacy string"
        case .additionalConsent: "an Additional Consent string"
        case .json: "JSON"
        case .placeholder: "a placeholder that was not replaced"
        case .unknown: "an unknown string"
        }
    }
}
