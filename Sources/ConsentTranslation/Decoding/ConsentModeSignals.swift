/// The signals of Google Consent Mode, from the parameters of a hit or from the commands that a page gave.
///
/// Every reading gives an object with a member for each signal, whose text is `granted`, `denied` or `none`.
enum ConsentModeSignals {
    /// The commands that a page can give Google's tags.
    private static let words: Set<String> = ["js", "config", "event", "set", "get", "consent"]
    /// The signals in the order of the `gcd` parameter, then those that only commands name.
    private static let inHits = ["ad_storage", "analytics_storage", "ad_user_data", "ad_personalization"]
    private static let all = inHits + ["functionality_storage", "personalization_storage", "security_storage"]

    /// Reads the `gcs` parameter: `G1`, then a character for `ad_storage` and one for `analytics_storage`.
    ///
    /// - Throws: ``TranslationError`` `malformed` where the text is no such parameter, `unknownState` for a character
    ///   other than `1`, `0` and `-`.
    static func gcs(_ text: String, path: String) throws(TranslationError) -> Value {
        let bytes = Array(text.utf8)
        guard bytes.count == 4, bytes.starts(with: "G1".utf8) else {
            throw TranslationError(.malformed, "A gcs parameter is G1 with two characters behind it.", path: path)
        }
        var object = ObjectValue()
        for (signal, byte) in zip(inHits, bytes.dropFirst(2)) {
            let state: Decision.State
            switch byte {
            case UInt8(ascii: "1"): state = .granted
            case UInt8(ascii: "0"): state = .denied
            case UInt8(ascii: "-"): state = .none
            default: throw unknown(signal, path)
            }
            _ = object.append(signal, .text(state.rawValue))
        }
        return .object(object)
    }

    /// Reads the `gcd` parameter, such as `11l1l1l1l5`: a `1`, then a letter for each of the four signals of a hit, with
    /// a digit before each and one at the end.
    ///
    /// What later versions have put behind that, letters with digits too, is passed over. The member `update` tells
    /// whether a letter proves that the person was asked: one that names an update, not defaults alone.
    ///
    /// - Throws: ``TranslationError`` `malformed` where the text is no such parameter, `unknownState` for a letter
    ///   without a known meaning.
    static func gcd(_ text: String, path: String) throws(TranslationError) -> Value {
        let bytes = Array(text.utf8)
        let letters = stride(from: 2, to: bytes.count, by: 2).map { bytes[$0] }
        let digits = bytes.prefix(1) + stride(from: 1, to: bytes.count, by: 2).map { bytes[$0] }
        guard bytes.first == UInt8(ascii: "1"), letters.count >= inHits.count, digits.count == letters.count + 2,
            letters.allSatisfy((UInt8(ascii: "a")...UInt8(ascii: "z")).contains),
            digits.allSatisfy((UInt8(ascii: "0")...UInt8(ascii: "9")).contains)
        else {
            throw TranslationError(
                .malformed,
                "A gcd parameter is 1 and digits with a letter for each signal between them.",
                path: path
            )
        }
        var object = ObjectValue()
        var isUpdated = false
        for (signal, letter) in zip(inHits, letters) {
            guard let (state, isUpdate) = meaning(of: letter) else { throw unknown(signal, path) }
            _ = object.append(signal, .text(state.rawValue))
            isUpdated = isUpdated || isUpdate
        }
        _ = object.append("update", .bool(isUpdated))
        return .object(object)
    }

    /// What a letter says, and whether an update said it.
    private static func meaning(of letter: UInt8) -> (state: Decision.State, isUpdate: Bool)? {
        switch letter {
        case UInt8(ascii: "l"): (.none, false)
        case UInt8(ascii: "p"): (.denied, false)
        case UInt8(ascii: "t"): (.granted, false)
        case UInt8(ascii: "m"), UInt8(ascii: "q"), UInt8(ascii: "u"): (.denied, true)
        case UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "v"): (.granted, true)
        default: nil
        }
    }

    /// Reads the `consent` commands of a dump of the page's data layer, or a single command: `["consent","update",{…}]`,
    /// or the same as an object with the members `0`, `1` and `2`. Whatever else the data layer holds is passed over.
    ///
    /// A signal has the last word of the updates, or else of the defaults, since that is what Google's tags go by in
    /// whichever order both came; one that no command names has no member. The member `commands` is `update` if there
    /// was an update, else `default`.
    ///
    /// - Throws: ``TranslationError`` `missing` where there is no such command, `malformed` where one has no signals,
    ///   `unknownState` for a word other than `granted` and `denied`.
    static func commands(_ value: Value, path: String) throws(TranslationError) -> Value {
        var defaults: [ObjectValue] = []
        var updates: [ObjectValue] = []
        for entry in entries(of: value) {
            guard case .text(let word)? = argument(0, of: entry) else {
                guard argument(1, of: entry) == nil, argument(2, of: entry) == nil else {
                    throw TranslationError(.malformed, "A command of the data layer has lost its name.", path: path)
                }
                continue
            }
            // A command that is lost may be the very one that denies, so that none may be unknown.
            guard words.contains(word) else { throw unknown("a command", path) }
            guard word == "consent" else { continue }
            guard let command = argument(1, of: entry), [.text("default"), .text("update")].contains(command) else {
                throw unknown("a consent command", path)
            }
            guard case .object(let signals)? = argument(2, of: entry) else {
                throw TranslationError(.malformed, "A consent command has no signals.", path: path)
            }
            if command == .text("update") { updates.append(signals) } else { defaults.append(signals) }
        }
        guard !defaults.isEmpty || !updates.isEmpty else {
            throw TranslationError(.missing, "The data layer holds no consent command.", path: path)
        }
        // The dump does not tell where the visitor was, so that a default for a region may be one for other people. Where
        // it is the only one, the page has no other word for anybody, and a default never counts as a person's choice.
        if defaults.count > 1 { defaults.removeAll { $0["region"] != nil } }
        return try .object(folded(defaults: defaults, updates: updates, path: path))
    }

    /// A command alone is a data layer of one.
    private static func entries(of value: Value) -> [Value] {
        guard case .list(let elements) = value, elements.first != .text("consent") else { return [value] }
        return elements
    }

    private static func argument(_ index: Int, of entry: Value) -> Value? {
        switch entry {
        case .list(let arguments): index < arguments.count ? arguments[index] : nil
        case .object(let object): object[String(index)]
        default: nil
        }
    }

    private static func folded(
        defaults: [ObjectValue],
        updates: [ObjectValue],
        path: String
    ) throws(TranslationError) -> ObjectValue {
        var words: [String: Value] = [:]
        for command in defaults + updates {
            for member in command.members where !isName(member.name) { throw unknown("a signal", path) }
            for signal in all {
                guard let word = command[signal] else { continue }
                guard [.text("granted"), .text("denied")].contains(word) else { throw unknown(signal, path) }
                words[signal] = word
            }
        }
        var object = ObjectValue()
        for signal in all {
            if let word = words[signal] { _ = object.append(signal, word) }
        }
        _ = object.append("commands", .text(updates.isEmpty ? "default" : "update"))
        return object
    }

    /// Names of signals and of their settings have lower-case letters and underscores; anything else is damage.
    private static func isName(_ text: String) -> Bool {
        text.utf8.allSatisfy { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) || $0 == UInt8(ascii: "_") }
    }

    private static func unknown(_ signal: String, _ path: String) -> TranslationError {
        TranslationError(.unknownState, "The state of \(signal) is not one that is known.", path: path)
    }
}
