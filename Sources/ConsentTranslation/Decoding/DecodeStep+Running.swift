import ConsentStrings

extension DecodeStep {
    /// Runs the step.
    ///
    /// - Parameter path: where the value stands in the payload, for errors.
    func run(on value: Value, path: String) throws(TranslationError) -> Value {
        switch self {
        case .urlDecode:
            return .text(TextEncodings.percentDecoded(try Self.text(value, path), plusIsSpace: false))
        case .base64:
            return .text(try Self.decoded(try Base64Text.bytes(try Self.text(value, path), path: path), path))
        case .base64Gzip:
            let bytes = try Base64Text.bytes(try Self.text(value, path), path: path)
            return .text(try Self.decoded(try Gzip.inflated(bytes, path: path), path))
        case .lzString:
            return .text(try LZString.decompressed(base64: try Self.text(value, path), path: path))
        case .json:
            return try Self.json(value, path)
        case .jsLiteral:
            return try JSLiteral.value(try Self.text(value, path), path: path)
        case .queryString:
            return .object(try TextFields.queryString(try Self.text(value, path), path: path))
        case .pairs(let separators, let assign):
            return .object(
                try TextFields.pairs(try Self.text(value, path), separators: separators, assign: assign, path: path)
            )
        case .fields(let separator, let names):
            return .object(try TextFields.fields(try Self.text(value, path), separator, names: names, path: path))
        case .split(let separator):
            return .list(try TextFields.list(try Self.text(value, path), separator, path: path))
        case .match(let patterns):
            return .object(try TextFields.match(try Self.text(value, path), patterns, path: path))
        case .table(let table):
            return .object(try TextFields.entry(of: try Self.text(value, path), in: table, path: path))
        case .bits(let names):
            return .object(try TextFields.bits(of: value, names: names, path: path))
        case .iabTC:
            return try TCStringValue.value(decoding: try Self.text(value, path), path: path)
        case .iabGPP:
            return try GPPStringValue.value(decoding: try Self.text(value, path), path: path)
        case .iabUSP:
            return try USPrivacyValue.value(decoding: try Self.text(value, path), path: path)
        case .iabAC:
            return try AdditionalConsentValue.value(decoding: try Self.text(value, path), path: path)
        case .gcs:
            return try ConsentModeSignals.gcs(try Self.text(value, path), path: path)
        case .gcd:
            return try ConsentModeSignals.gcd(try Self.text(value, path), path: path)
        case .consentMode:
            return try ConsentModeSignals.commands(value, path: path)
        case .at(let at):
            guard let found = at.first(in: value) else {
                throw TranslationError(.missing, "The payload has no \(at.text).", path: path)
            }
            return found
        case .require(let names):
            return try Self.require(names, in: value, path: path)
        case .member(let name, let steps):
            return try Self.replace(name, in: value, by: steps, path: path)
        case .firstOf(let alternatives):
            return try Self.first(of: alternatives, on: value, path: path)
        case .hook(let hook):
            return try hook.run(value)
        }
    }

    /// Runs a chain.
    static func run(_ steps: [DecodeStep], on value: Value, path: String) throws(TranslationError) -> Value {
        var current = value
        for step in steps { current = try step.run(on: current, path: path) }
        return current
    }

    private static func text(_ value: Value, _ path: String) throws(TranslationError) -> String {
        guard case .text(let text) = value else {
            throw TranslationError(.malformed, "A text was expected here.", path: path)
        }
        return text
    }

    private static func decoded(_ bytes: [UInt8], _ path: String) throws(TranslationError) -> String {
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw TranslationError(.malformed, "This is not UTF-8 text.", path: path)
        }
        return text
    }

    private static func json(_ value: Value, _ path: String) throws(TranslationError) -> Value {
        guard case .text(let text) = value else { return value }
        do throws(TranslationError) {
            return try Value(json: Array(text.utf8))
        } catch {
            throw TranslationError(error.code, error.message, path: path)
        }
    }

    private static func require(_ names: [String], in value: Value, path: String) throws(TranslationError) -> Value {
        for name in names where value[name] == nil {
            throw TranslationError(
                .missing,
                "The payload has no \(name); it is cut off or of another kind.",
                path: path
            )
        }
        return value
    }

    private static func replace(
        _ name: String,
        in value: Value,
        by steps: [DecodeStep],
        path: String
    ) throws(TranslationError) -> Value {
        guard case .object(var object) = value else {
            throw TranslationError(.malformed, "An object was expected here.", path: path)
        }
        try object.changeValues { member throws(TranslationError) in
            member.name == name ? try run(steps, on: member.value, path: "\(path).\(name)") : nil
        }
        return .object(object)
    }

    private static func first(
        of alternatives: [[DecodeStep]],
        on value: Value,
        path: String
    ) throws(TranslationError) -> Value {
        var firstError: TranslationError?
        for steps in alternatives {
            do {
                return try run(steps, on: value, path: path)
            } catch {
                firstError = firstError ?? error
            }
        }
        throw firstError ?? TranslationError(.malformed, "No way of reading fits.", path: path)
    }
}
