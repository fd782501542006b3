/// One form in which an adapter's payload may come, and how its parts become one object of named values.
public enum PayloadInput: Sendable, Hashable {
    /// Cookies, keys of a storage, or whichever of the two is at hand.
    case stored([StoredInput], in: Places)
    /// A bare text that becomes the named value.
    case text(TextInput)
    /// A JSON object, pulled or pasted, whose members are the values, some of them decoded further.
    case item(required: [String], fields: [String: [DecodeStep]] = [:])
    /// A file with one person's consent in each row.
    case rows(RowsInput)
    /// A message that the CMP sends by itself.
    case message(MessageInput)

    /// Where a CMP keeps its texts.
    public enum Places: String, Sendable, Hashable, CaseIterable {
        /// In cookies.
        case cookies
        /// In the browser's local storage or an app's preferences.
        case storage
        /// In either, as the site has it configured.
        case stored
    }
}

extension PayloadInput {
    /// How well a payload fits this form, from 0 (not at all) to 100, judged without decoding it.
    public func score(of item: RawItem) -> Int {
        switch self {
        case .stored(let inputs, let places):
            guard let stored = places.texts(in: item.form), Self.isComplete(inputs, in: stored) else { return 0 }
            return inputs.contains { !$0.isRequired && $0.isThere(in: stored) } ? 95 : 90
        case .text(let input):
            return input.score(of: item)
        case .item(let required, _):
            guard case .json(let value) = item.form else { return 0 }
            return !required.isEmpty && required.allSatisfy(value.has) ? 80 : 0
        case .rows(let input):
            return input.score(of: item)
        case .message(let input):
            return input.score(of: item)
        }
    }

    /// The payload's parts as objects of decoded values, one for each person.
    ///
    /// - Returns: nil where the payload is not of this form.
    /// - Throws: ``TranslationError`` where it is and cannot be read.
    func values(of item: RawItem) throws(TranslationError) -> [Value]? {
        switch self {
        case .stored(let inputs, let places):
            guard let stored = places.texts(in: item.form), Self.isComplete(inputs, in: stored) else { return nil }
            return [try Self.value(of: inputs, in: stored)]
        case .text(let input):
            guard let text = item.text, input.score(of: item) > 0 else { return nil }
            let value = try DecodeStep.run(input.steps, on: .text(text), path: input.name)
            return [Self.object([(input.name, value), ("last", .text(input.name))])]
        case .item(let required, let fields):
            guard case .json(let value) = item.form else { return nil }
            for name in required where !value.has(name) { return nil }
            return [fields.isEmpty ? value : try RowsInput.decoded(value, by: fields, path: "")]
        case .rows(let input):
            return try input.values(of: item)
        case .message(let input):
            return try input.values(of: item)
        }
    }

    /// Whether everything required is there, of which there must be one.
    private static func isComplete(_ inputs: [StoredInput], in stored: StoredTexts) -> Bool {
        let required = inputs.filter(\.isRequired)
        return !required.isEmpty && required.allSatisfy { $0.isThere(in: stored) }
    }

    private static func value(of inputs: [StoredInput], in stored: StoredTexts) throws(TranslationError) -> Value {
        var members: [(String, Value)] = []
        var captures = ObjectValue()
        for input in inputs {
            guard let found = try input.value(in: stored) else { continue }
            members.append((input.name, found.value))
            for capture in found.captures { _ = captures.append(capture.0, capture.1) }
            // Lets a rule tell a cookie that may have been cut off at the end of the payload from a complete one.
            if !found.isClosed { members.append(("last", .text(input.name))) }
        }
        return object(members + [("captures", .object(captures))])
    }

    private static func object(_ members: [(String, Value)]) -> Value {
        var object = ObjectValue()
        for (name, value) in members { _ = object.append(name, value) }
        return .object(object)
    }
}

extension PayloadInput {
    /// A name without which no payload has this form; nil where there is no such name.
    package var indexName: String? {
        guard case .stored(let inputs, _) = self else { return nil }
        for input in inputs where input.isRequired {
            if case .name(let name) = input.names { return name }
        }
        return nil
    }
}

extension RawItem {
    /// The names of the cookies or storage keys that the payload has.
    package var storedNames: [String] {
        switch form {
        case .cookies(let texts): texts.entries.map(\.name)
        case .json(.object(let object)): object.members.map(\.name)
        default: []
        }
    }
}

extension PayloadInput.Places {
    /// The texts of a payload that was copied from such a place.
    func texts(in form: PayloadForm) -> StoredTexts? {
        switch (self, form) {
        case (.cookies, .cookies(let texts)), (.stored, .cookies(let texts)): texts
        case (.storage, .json(let value)), (.stored, .json(let value)): StoredTexts(storage: value)
        default: nil
        }
    }
}
