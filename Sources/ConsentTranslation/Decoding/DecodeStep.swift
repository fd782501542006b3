/// One step of a decode chain: text or value in, text or value out.
///
/// The list is closed: each step is total on its input kind or fails with an error, and none can turn a failure into
/// a grant.
public enum DecodeStep: Sendable, Hashable {
    // Text to text.

    /// Percent-decodes the text once.
    case urlDecode
    /// Base64 of UTF-8 text in either alphabet, padded or not.
    case base64
    /// Base64 of text that gzip has compressed (RFC 1952).
    case base64Gzip
    /// Decompresses what lz-string's `compressToBase64` made.
    case lzString

    // Text to values.

    /// Reads JSON. A value that a dump shows decoded already stays as it is.
    case json
    /// Reads a JavaScript object literal.
    case jsLiteral
    /// Reads a query string by form rules into an object of texts. A name twice must have the same value.
    case queryString
    /// Reads `a:1,b:0` into an object of texts; an empty item is passed over, a key twice is an error. Any of the
    /// separators divides items; all are ASCII.
    case pairs(separators: String, assign: Character)
    /// Divides `a@b@c` into named parts, in order; parts that are not there are absent, more than names is an error.
    case fields(separator: Character, names: [String])
    /// Divides `a,b` into a list of texts, empty ones left out.
    case split(separator: Character)
    /// Takes the text apart by the first pattern that fits the whole of it.
    case match([NamePattern])
    /// Replaces a whole text by an object of texts, as far as it is in the table; another text is an error.
    case table([String: ObjectValue])
    /// Bits of a whole number as an object of `"1"` and `"0"`; a bit without a name is an error.
    case bits([String: Int])
    /// Reads a TC string into its decisions (see ``TCStringValue``).
    case iabTC
    /// Reads a GPP string into its sections' choices (see ``GPPStringValue``).
    case iabGPP
    /// Reads a US Privacy string into its decisions (see ``USPrivacyValue``).
    case iabUSP
    /// Reads a Google Additional Consent string into its vendors (see ``AdditionalConsentValue``).
    case iabAC
    /// Reads Google's `gcs` parameter.
    case gcs
    /// Reads Google's `gcd` parameter.
    case gcd

    // Values to values.

    /// Folds the consent commands of a data layer into one object of signals.
    case consentMode
    /// Takes the value at a path.
    case at(ValuePath)
    /// Fails unless the object has all these members.
    case require([String])
    /// Replaces one member of an object by the result of other steps on it; absent members stay absent.
    case member(String, [DecodeStep])
    /// Takes the first alternative that does not fail; if all do, the first one's error stands.
    case firstOf([[DecodeStep]])
    /// Runs code of the embedding program.
    case hook(DecodeHook)
}

extension DecodeStep {
    /// The kind of value that a step takes or gives, so that a chain that cannot fit is refused when it is loaded.
    public enum Kind: String, Sendable, Hashable {
        /// Text.
        case text
        /// An object.
        case object
        /// A list.
        case list
        /// Any value.
        case any
    }

    /// What the step takes.
    public var input: Kind {
        switch self {
        case .urlDecode, .base64, .base64Gzip, .lzString, .jsLiteral, .queryString, .pairs, .fields, .split, .match,
            .table, .iabTC,
            .iabGPP, .iabUSP, .iabAC, .gcs, .gcd:
            .text
        case .require, .member: .object
        case .firstOf(let alternatives): alternatives.first?.first?.input ?? .any
        case .json, .bits, .consentMode, .at, .hook: .any
        }
    }

    /// What the step gives.
    public var output: Kind {
        switch self {
        case .urlDecode, .base64, .base64Gzip, .lzString: .text
        case .split: .list
        case .queryString, .pairs, .fields, .match, .table, .bits, .iabTC, .iabGPP, .iabUSP, .iabAC, .gcs, .gcd,
            .consentMode,
            .require, .member, .jsLiteral:
            .object
        case .firstOf(let alternatives):
            Set(alternatives.map { $0.last?.output ?? .any }).count == 1 ? alternatives[0].last?.output ?? .any : .any
        case .json, .at, .hook: .any
        }
    }

    /// Whether the step can fail on input of its kind. One that cannot makes every later alternative unreachable.
    public var isFallible: Bool {
        switch self {
        case .urlDecode, .split: false
        default: true
        }
    }
}

/// Code of the embedding program in the place of a decode step.
///
/// The program registers it under a name; a manifest refers to it by that name.
public struct DecodeHook: Sendable {
    /// The name and version under which it is registered; two hooks of the same identity are taken for equal.
    public let identity: String
    /// The step: a value in, a value out. It must be a pure function, and cannot decide anything: what it gives is
    /// read by the manifest's tables like the result of any other step.
    public let run: @Sendable (Value) throws(TranslationError) -> Value

    /// Creates a hook.
    public init(identity: String, run: @escaping @Sendable (Value) throws(TranslationError) -> Value) {
        self.identity = identity
        self.run = run
    }
}

extension DecodeHook: Hashable {
    /// By identity.
    public static func == (left: DecodeHook, right: DecodeHook) -> Bool { left.identity == right.identity }

    /// By identity.
    public func hash(into hasher: inout Hasher) { hasher.combine(identity) }
}
